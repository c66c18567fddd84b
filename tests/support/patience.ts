/**
 * Seconds that anything may take on a busy machine; the virtual machine of
 * `deno task lab` is ten times as slow.
 */
export const PATIENCE: number = Deno.env.has("KOZO_LAB") ? 300 : 30;
