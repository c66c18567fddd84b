/** Bytes of a message's data, unless said otherwise, and of each answer's. */
export const PAYLOAD_SIZE = 200;

/** All sizes that are measured, {@link PAYLOAD_SIZE} first. */
export const PAYLOAD_SIZES: readonly number[] = [
  PAYLOAD_SIZE,
  20,
  2 * 1024,
  64 * 1024,
];

/** What a message asks of the subscriber. */
export enum Wanted {
  Nothing,
  Answer,
  /** One that waits until others have the message, too, and takes them nothing. */
  LateAnswer,
}

/** What is in the data of a message; the rest of it is zeros. */
export interface Payload {
  readonly wanted: Wanted;
  /** Which of the publisher's messages it is, from 1, or which it answers. */
  readonly number: number;
  /** In an answer: messages that the subscriber has received so far. */
  readonly received: number;
  /** In an answer: when the message came, as {@link wallClock} has it. */
  readonly time: number;
}

/** Milliseconds since 1970, which the processes of a machine agree on. */
export function wallClock(): number {
  return performance.timeOrigin + performance.now();
}

/** Puts `payload` at the beginning of `bytes`. */
export function writePayload(bytes: Uint8Array, payload: Payload): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint8(0, payload.wanted);
  view.setUint32(1, payload.number);
  view.setUint32(5, payload.received);
  view.setFloat64(9, payload.time);
}

/** What {@link writePayload} has put there. */
export function readPayload(bytes: Uint8Array): Payload {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    wanted: view.getUint8(0),
    number: view.getUint32(1),
    received: view.getUint32(5),
    time: view.getFloat64(9),
  };
}
