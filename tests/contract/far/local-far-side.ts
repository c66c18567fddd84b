import assert from "node:assert/strict";
import type { Channel, TransportInfo } from "kozo";
import { watchOpenThings } from "../../../core/contract/open-things.ts";
import { makePair, type Side } from "../../../core/contract/transport-pair.ts";
import type { Accepted, FarSide, FarTerms } from "./far-side.ts";
import { type Exchange, respond } from "./respond.ts";

/** Bob of a pair, in this process. */
export class LocalFarSide implements FarSide {
  readonly #info: TransportInfo;
  readonly #log: (text: string) => void;
  readonly #nothingStays: () => Promise<void>;
  readonly #channels: Channel[] = [];
  #bob: Side | undefined;

  /**
   * @param log takes what he logs
   * @param grace seconds that what he has open may take to close
   */
  constructor(
    info: TransportInfo,
    log: (text: string) => void,
    grace?: number,
  ) {
    this.#info = info;
    this.#log = log;
    this.#nothingStays = watchOpenThings(grace);
  }

  async begin(terms: FarTerms): Promise<void> {
    const { bob } = makePair({ ...terms, info: this.#info, log: this.#log });
    this.#bob = bob;
    await bob.transport.init();
  }

  async localInit(): Promise<void> {
    await this.#side.transport.localInit();
  }

  async bind(): Promise<void> {
    await this.#side.transport.bind();
  }

  async accept(signal: AbortSignal): Promise<Accepted> {
    const channel = await this.#side.transport.accept(signal);
    const { fromNode, toNode, isAlive } = channel;
    return {
      channel: this.#channels.push(channel) - 1,
      from: fromNode.name,
      to: toNode.name,
      isAlive,
    };
  }

  send(channel: number, bytes: Uint8Array): Promise<void> {
    return this.#channel(channel).send(bytes);
  }

  receive(channel: number): Promise<Uint8Array | undefined> {
    return this.#channel(channel).receive();
  }

  close(channel: number): Promise<void> {
    return this.#channel(channel).close();
  }

  respond(channel: number, exchange: Exchange): Promise<void> {
    return respond(this.#channel(channel), exchange);
  }

  async stop(): Promise<void> {
    await this.#bob?.stop();
    await Promise.all(this.#channels.map((channel) => channel.close()));
    await this.#nothingStays();
  }

  get #side(): Side {
    assert.ok(this.#bob !== undefined, "there is no bob yet");
    return this.#bob;
  }

  #channel(index: number): Channel {
    const channel = this.#channels[index];
    assert.ok(channel !== undefined, `there is no channel ${index}`);
    return channel;
  }
}
