/** Milliseconds between two looks at a lock that somebody else has. */
const GLANCE = 200;

/**
 * Runs `work` while no other process runs work under the same lock; the lock
 * of a process that dies is free again.
 *
 * @param file what stands for the lock; it stays
 * @param stop ends the wait
 */
export async function withLock(
  file: string,
  stop: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  using lock = await Deno.open(file, { create: true, write: true });
  while (!await lock.tryLock(true)) {
    stop.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, GLANCE));
  }
  await work();
}
