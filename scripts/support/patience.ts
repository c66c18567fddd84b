/** How long a process may take to stop before it is killed, in milliseconds. */
export const PATIENCE = 1500;
