/**
 * What this file calls of the C library. It is loaded for this alone: each call
 * that does not wait, as those in `libc.ts`, takes memory of its own.
 */
const LIBC = {
  // In a thread of its own: it takes milliseconds where there is much to do.
  malloc_trim: { parameters: ["usize"], result: "i32", nonblocking: true },
} as const satisfies Deno.ForeignLibraryInterface;

/**
 * Gives the system all memory back that the C library keeps free for later.
 *
 * @throws {Error} where that is not glibc, or must not be called
 */
export async function returnFreeMemory(): Promise<void> {
  const libc = Deno.dlopen("libc.so.6", LIBC);
  try {
    await libc.symbols.malloc_trim(0n);
  } finally {
    libc.close();
  }
}
