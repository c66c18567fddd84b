import { type Environment, withDeadline } from "../environment.ts";
import { DecodeError, LinkError, LinkReason } from "../errors.ts";
import { toLinkError } from "../failure.ts";
import { foreignVersion } from "../link/foreign-version.ts";
import { Pings, type Pong } from "../link/pings.ts";
import type { Channel } from "../model/channel.ts";
import {
  decodeFrame,
  encodeFrame,
  type Frame,
  type HelloFrame,
} from "../wire/codec.ts";
import { FrameSplitter } from "../wire/frame.ts";

/** Seconds that a peer may take to say hello, and again to answer a ping. */
const PATIENCE = 5;

/**
 * A few words with a peer over a channel of their own. This end never says
 * hello: so the peer uses no link of theirs for it, and loses none.
 */
export class Conversation implements AsyncDisposable {
  readonly #channel: Channel;
  readonly #environment: Environment;
  readonly #pings: Pings;
  readonly #splitter: FrameSplitter;
  readonly #hello = Promise.withResolvers<HelloFrame>();
  readonly #listening: Promise<void>;

  /** @param maxSize bytes that a frame may have */
  constructor(channel: Channel, environment: Environment, maxSize: number) {
    this.#channel = channel;
    this.#environment = environment;
    this.#pings = new Pings(environment);
    this.#splitter = new FrameSplitter(maxSize);
    this.#hello.promise.catch(() => {}); // somebody may ask for it later
    this.#listening = this.#listen().catch((error) => this.#end(error));
  }

  /**
   * What the peer says of itself.
   *
   * @throws {LinkError} when it says something else, or nothing
   */
  hello(signal: AbortSignal): Promise<HelloFrame> {
    return this.#inTime("hello", signal, () => this.#hello.promise);
  }

  /**
   * Asks the peer for a sign of life.
   *
   * @throws {LinkError} when it does not answer
   */
  ping(signal: AbortSignal): Promise<Pong> {
    return this.#inTime("answer to a ping", signal, (limited) => {
      const send = (frame: Frame) => void this.#say(frame);
      return this.#pings.ask(send, limited);
    });
  }

  /** Takes its leave. */
  async [Symbol.asyncDispose](): Promise<void> {
    // As a link ends that nobody needs: it is no reason to dial, or to warn.
    await this.#say({ kind: "bye", reason: LinkReason.Idle });
    await this.#channel.close();
    await this.#listening;
  }

  async #listen(): Promise<void> {
    for (;;) {
      const bytes = await this.#channel.receive();
      if (bytes === undefined) {
        throw new LinkError(LinkReason.Lost, "it hung up");
      }
      for (const body of this.#splitter.push(bytes)) {
        this.#hear(decodeFrame(body));
      }
    }
  }

  #hear(frame: Frame): void {
    switch (frame.kind) {
      case "hello":
        return this.#hello.resolve(frame);
      case "pong":
        return this.#pings.answered(frame);
      case "foreign-hello":
        throw foreignVersion(frame.protocol);
      case "bye":
        throw new LinkError(toReason(frame.reason), "it ended the connection");
    }
  }

  #end(error: unknown): void {
    const failure = error instanceof DecodeError
      ? new LinkError(LinkReason.Protocol, error.message)
      : toLinkError(error, "The connection broke");
    this.#hello.reject(failure);
    this.#pings.end(failure);
  }

  async #say(frame: Frame): Promise<void> {
    await this.#channel.send(encodeFrame(frame)).catch(() => {});
  }

  #inTime<T>(
    what: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const late = () =>
      new LinkError(LinkReason.Timeout, `no ${what} within ${PATIENCE} s`);
    return withDeadline(this.#environment, PATIENCE, signal, late, work);
  }
}

function toReason(text: string): LinkReason {
  const known = Object.values(LinkReason).find((reason) => reason === text);
  return known ?? LinkReason.Lost;
}
