import { encodeFrame } from "../../../core/wire/codec.ts";
import { encodeValue } from "../../../core/wire/value.ts";
import { type Framing, LENGTH_SIZE } from "../framing.ts";
import { PAYLOAD_SIZES } from "../payload.ts";

/** The frames that a link would have, for payloads of {@link PAYLOAD_SIZES}. */
export function linkFraming(): Framing {
  const heads = new Map(PAYLOAD_SIZES.map((size) => [size, eventHead(size)]));
  const starts = new Map(
    [...heads].map(([size, { length }]) => {
      const start = length - LENGTH_SIZE;
      return [start + size, start];
    }),
  );
  return {
    head: (size) => heads.get(size) ?? eventHead(size),
    payload: (frame) => frame.subarray(starts.get(frame.length)),
  };
}

function eventHead(size: number): Uint8Array {
  const frame = encodeFrame({
    kind: "event",
    sender: "publisher",
    role: "publisher",
    time: Date.now() / 1000,
    type: "question",
    channel: undefined,
    data: encodeValue(new Uint8Array(size)),
  });
  return frame.slice(0, -size);
}
