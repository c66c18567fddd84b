import { Buffer } from "node:buffer";
import type { Readable } from "node:stream";

/**
 * The next bytes of a stream, just as many as asked for: what follows stays in
 * it, for whoever reads on.
 *
 * @throws the stream's error, or one that says that it has ended
 * @throws the signal's reason when that is aborted
 */
export function readExactly(
  stream: Readable,
  length: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const look = () => {
    const bytes: unknown = stream.read(length);
    // At its end a stream hands out what is left, however little that is.
    if (bytes instanceof Buffer && bytes.length === length) resolve(bytes);
    else if (bytes !== null) onEnd();
  };
  const onEnd = () => reject(new Error("The connection has ended"));
  const onAbort = () => reject(signal.reason);
  stream.on("readable", look).on("error", reject);
  stream.on("end", onEnd).on("close", onEnd);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  else if (stream.destroyed) onEnd();
  else look();
  return promise.finally(() => {
    stream.off("readable", look).off("error", reject);
    stream.off("end", onEnd).off("close", onEnd);
    signal.removeEventListener("abort", onAbort);
  });
}
