import { Span } from "./span.ts";

/**
 * All parts, one after the other. It copies nothing if that is how they lie in
 * memory already, as frames do that were written one after the other.
 */
export function joined(parts: readonly Span[]): Uint8Array {
  const [first = NOTHING] = parts;
  let size = 0;
  let isOnePiece = true;
  let last: Span | undefined;
  for (const part of parts) {
    isOnePiece &&= last === undefined || part.follows(last);
    size += part.length;
    last = part;
  }
  return isOnePiece
    ? first.bytes.subarray(first.start, first.start + size)
    : concat(parts, size);
}

const NOTHING = new Span(new Uint8Array(0));

function concat(parts: readonly Span[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part.view(), at);
    at += part.length;
  }
  return whole;
}
