import type { Channel } from "kozo";

/** What two ends of a channel do in turns, to be measured. */
export interface Exchange {
  /** Bytes that the near end sends. */
  readonly question: number;
  /** Bytes that the far end sends, once all of the question is there. */
  readonly answer: number;
  readonly times: number;
}

/** Does the far end's part. */
export async function respond(
  channel: Channel,
  { question, answer, times }: Exchange,
): Promise<void> {
  for (let count = 0; count < times; count++) {
    await receiveBytes(channel, question);
    await channel.send(new Uint8Array(answer));
  }
}

/** Reads so many bytes, or until the end. */
export async function receiveBytes(
  channel: Channel,
  size: number,
): Promise<void> {
  for (let left = size; left > 0;) {
    left -= (await channel.receive())?.length ?? left;
  }
}
