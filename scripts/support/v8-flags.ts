/**
 * How V8 is to work for a node. Deno keeps memory that sockets have read into
 * for the thread that frees it, up to 8 MB each: it has to be the thread that
 * reads again, else nobody ever uses it.
 */
export const V8_FLAGS = "--v8-flags=--no-concurrent-array-buffer-sweeping";
