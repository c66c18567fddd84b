/** Bytes of each message's data. */
export const PAYLOAD_SIZE = 200;

/** What a message asks of the subscriber. */
export enum Wanted {
  Nothing,
  /** An answer. */
  Answer,
  /** An answer with the CPU time, which takes time itself. */
  Account,
}

/** What is in the data of a message; the rest of it is zeros. */
export interface Payload {
  readonly wanted: Wanted;
  /** Which of the publisher's messages it is, from 1, or which it answers. */
  readonly number: number;
  /** In an answer: messages that the subscriber has received so far. */
  readonly received: number;
  /** In an account: CPU time that the subscriber has used so far, in µs. */
  readonly cpu: number;
}

/** Puts `payload` at the beginning of `bytes`. */
export function writePayload(bytes: Uint8Array, payload: Payload): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint8(0, payload.wanted);
  view.setUint32(1, payload.number);
  view.setUint32(5, payload.received);
  view.setFloat64(9, payload.cpu);
}

/** What {@link writePayload} has put there. */
export function readPayload(bytes: Uint8Array): Payload {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    wanted: view.getUint8(0),
    number: view.getUint32(1),
    received: view.getUint32(5),
    cpu: view.getFloat64(9),
  };
}
