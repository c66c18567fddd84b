import { eventually } from "./eventually.ts";
import { RawPeer } from "./raw-peer.ts";

/** Many strangers at a node's port at once, who wait until they are thrown out. */
export class Crowd implements AsyncDisposable {
  readonly #strangers: readonly RawPeer[];
  readonly #waits: readonly Promise<void>[];
  #left: number;

  private constructor(
    strangers: readonly RawPeer[],
    words: readonly Uint8Array[],
  ) {
    this.#strangers = strangers;
    this.#left = strangers.length;
    this.#waits = strangers.map((stranger, index) =>
      this.#intrude(stranger, words[index])
    );
  }

  /** Sends a stranger for each element of `words`, who says it first. */
  static async send(
    port: number,
    words: readonly Uint8Array[],
  ): Promise<Crowd> {
    const strangers = words.map(() => RawPeer.connect(port));
    return new Crowd(await Promise.all(strangers), words);
  }

  /** Waits until all of them have been thrown out. */
  async out(seconds: number): Promise<void> {
    const complain = () => `${this.#left} strangers were not thrown out`;
    await eventually(() => this.#left === 0, complain, seconds);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stranger of this.#strangers) stranger[Symbol.dispose]();
    await Promise.allSettled(this.#waits);
  }

  async #intrude(
    stranger: RawPeer,
    words: Uint8Array = new Uint8Array(),
  ): Promise<void> {
    await stranger.say(words);
    await stranger.untilClosed();
    this.#left--;
  }
}
