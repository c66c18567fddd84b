/**
 * All parts, one after the other. It copies nothing if that is how they lie in
 * memory already, as frames do that were encoded one after the other.
 */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array(0)] = parts;
  let size = 0;
  let isOnePiece = true;
  let last: Uint8Array | undefined;
  for (const part of parts) {
    isOnePiece &&= last === undefined || follows(part, last);
    size += part.length;
    last = part;
  }
  return isOnePiece
    ? new Uint8Array(first.buffer, first.byteOffset, size)
    : concat(parts, size);
}

/** Whether one part begins where another ends, so that they need no copy. */
export function follows(next: Uint8Array, last: Uint8Array): boolean {
  return next.buffer === last.buffer &&
    next.byteOffset === last.byteOffset + last.length;
}

function concat(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
