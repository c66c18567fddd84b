import { decodeFrame, encodeFrame, type Frame } from "../../core/wire/codec.ts";
import { FrameSplitter } from "../../core/wire/frame.ts";

/** Puts another node's name into all messages among the frames in `bytes`. */
export function forge(bytes: Uint8Array, sender: string): Uint8Array {
  const splitter = new FrameSplitter(2 ** 20);
  const frames = [...splitter.push(bytes)].map((body) => {
    const frame = inFull(decodeFrame(body));
    return encodeFrame("sender" in frame ? { ...frame, sender } : frame);
  });
  const whole = new Uint8Array(frames.reduce((sum, f) => sum + f.length, 0));
  let at = 0;
  for (const frame of frames) {
    whole.set(frame, at);
    at += frame.length;
  }
  return whole;
}

/** There is but one topic in a simulated network. */
function inFull(frame: Frame): Frame {
  if (frame.kind !== "brief") return frame;
  const { time, data } = frame;
  const topic = { role: "speaker", type: "note", channel: undefined };
  return { kind: "event", sender: "", ...topic, time, data };
}
