import { decodeFrame, encodeFrame } from "../../core/wire/codec.ts";
import { FrameSplitter } from "../../core/wire/frame.ts";

/** Puts another node's name into all messages among the frames in `bytes`. */
export function forge(bytes: Uint8Array, sender: string): Uint8Array {
  const splitter = new FrameSplitter(2 ** 20);
  const frames = [...splitter.push(bytes)].map((body) => {
    const frame = decodeFrame(body);
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
