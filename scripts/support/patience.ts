/** How long a node may take to stop before it is killed, in milliseconds. */
export const PATIENCE = 1500;
