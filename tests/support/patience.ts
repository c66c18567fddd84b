/**
 * Seconds that anything may take on a busy machine; the virtual machine of
 * `deno task lab` is slower still.
 */
export const PATIENCE: number = Deno.env.has("KOZO_LAB") ? 300 : 60;
