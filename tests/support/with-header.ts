import { HEADER_SIZE } from "../../core/wire/frame.ts";

/** Puts a body's length in front of it. */
export function withHeader(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_SIZE + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, HEADER_SIZE);
  return frame;
}
