import { encodeFrame } from "../../core/wire/codec.ts";
import { encodeValue } from "../../core/wire/value.ts";
import { PAYLOAD_SIZES } from "./payload.ts";

/** Bytes of the length in front of each frame. */
export const LENGTH_SIZE = 4;

/** What is put around payloads to tell them apart in a stream. */
export interface Framing {
  /** What stands before a payload of so many bytes: its frame's length first. */
  head(size: number): Uint8Array;
  /** The payload in a frame, which comes without its length. */
  payload(frame: Uint8Array): Uint8Array;
}

/** The least that there can be: the length and nothing more. */
export const bareFraming: Framing = {
  head(size) {
    const head = new Uint8Array(LENGTH_SIZE);
    new DataView(head.buffer).setUint32(0, size);
    return head;
  },
  payload: (frame) => frame,
};

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
