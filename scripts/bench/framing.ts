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
