import { LinkError, LinkReason } from "kozo";
import type { Accepted, FarMethod, FarSide, FarTerms } from "./far-side.ts";
import type { Exchange } from "./respond.ts";
import { type Abort, type Answer, type Call, errorOf, Wire } from "./wire.ts";

/** Bob of a pair, in another process. */
export class RemoteFarSide implements FarSide {
  readonly #place: Deno.ConnectOptions;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #wire: Wire<Call | Abort, Answer> | undefined;
  #reading: Promise<void> | undefined;
  #count = 0;

  /** @param place where that process listens */
  constructor(place: Deno.ConnectOptions) {
    this.#place = place;
  }

  async begin(terms: FarTerms): Promise<void> {
    const wire = this.#wire = new Wire(await Deno.connect(this.#place));
    this.#reading = this.#read(wire.received);
    await this.#call("begin", [terms]);
  }

  async localInit(): Promise<void> {
    await this.#call("localInit");
  }

  async bind(): Promise<void> {
    await this.#call("bind");
  }

  async accept(signal: AbortSignal): Promise<Accepted> {
    return await this.#call("accept", [], signal) as Accepted;
  }

  async send(channel: number, bytes: Uint8Array): Promise<void> {
    await this.#call("send", [channel, bytes]);
  }

  async receive(channel: number): Promise<Uint8Array | undefined> {
    const bytes = await this.#call("receive", [channel]);
    return bytes as Uint8Array | undefined;
  }

  async close(channel: number): Promise<void> {
    await this.#call("close", [channel]);
  }

  async respond(channel: number, exchange: Exchange): Promise<void> {
    await this.#call("respond", [channel, exchange]);
  }

  async stop(): Promise<void> {
    const wire = this.#wire;
    if (wire === undefined) return;
    try {
      await this.#call("stop");
    } finally {
      this.#wire = undefined;
      await wire.end();
      await this.#reading;
    }
  }

  /** @throws the signal's reason when that was aborted, and in time */
  async #call(
    method: FarMethod,
    args: readonly unknown[] = [],
    signal?: AbortSignal,
  ): Promise<unknown> {
    const wire = this.#wire;
    if (wire === undefined) throw new TypeError("there is no bob yet");
    const id = this.#count++;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    const onAbort = () => void wire.send({ abort: id });
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      await wire.send({ id, method, args });
      if (signal?.aborted) onAbort();
      return await answer.promise;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }

  async #read(answers: AsyncIterable<Answer>): Promise<void> {
    for await (const { id, value, error } of answers) {
      const answer = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) answer?.resolve(value);
      else answer?.reject(errorOf(error));
    }
    const why = "The process of the far side has ended";
    for (const { reject } of this.#waiting.values()) {
      reject(new LinkError(LinkReason.Lost, why));
    }
  }
}
