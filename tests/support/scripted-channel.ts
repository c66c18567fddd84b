import { Channel, Handoff, LinkError, LinkReason, type Node } from "kozo";
import { decodeFrame, encodeFrame, type Frame } from "../../core/wire/codec.ts";
import { FrameSplitter } from "../../core/wire/frame.ts";

/** A channel whose far end is the test. */
export class ScriptedChannel extends Channel {
  /** The frames that came out of it. */
  readonly sent: Frame[] = [];
  readonly #incoming = new Handoff<Uint8Array | undefined>();
  readonly #splitter = new FrameSplitter(2 ** 20);
  readonly #life = new AbortController();
  /** Settles when the far end reads again, if it does not. */
  #stalled: PromiseWithResolvers<void> | undefined;

  readonly #patience: number | undefined;

  constructor(from: Node, to: Node, patience?: number) {
    super(from, to);
    this.#patience = patience;
  }

  override get patience(): number | undefined {
    return this.#patience;
  }

  /** The far end says something. */
  say(...frames: readonly Frame[]): void {
    for (const frame of frames) this.sayBytes(encodeFrame(frame));
  }

  /** The far end says something that may be no frame. */
  sayBytes(bytes: Uint8Array): void {
    this.#incoming.give(bytes);
  }

  /** The far end reads nothing from now on. */
  stall(): void {
    this.#stalled = Promise.withResolvers();
  }

  /** It reads again. */
  flow(): void {
    this.#stalled?.resolve();
    this.#stalled = undefined;
  }

  override async send(bytes: Uint8Array): Promise<void> {
    await this.#stalled?.promise;
    if (!this.isAlive) throw new LinkError(LinkReason.Lost, "it has ended");
    for (const body of this.#splitter.push(bytes)) {
      this.sent.push(decodeFrame(body));
    }
  }

  override receive(): Promise<Uint8Array | undefined> {
    return this.#incoming.take(this.#life.signal).catch(() => undefined);
  }

  protected override disconnect(): Promise<void> {
    this.#life.abort();
    return Promise.resolve();
  }
}
