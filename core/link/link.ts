import type { Environment } from "../environment.ts";
import { DecodeError, LinkError, LinkReason } from "../errors.ts";
import type { Channel } from "../model/channel.ts";
import type { Settings } from "../model/settings.ts";
import type { Transport } from "../model/transport.ts";
import { messageOf, printable } from "../text.ts";
import { Wake } from "../wake.ts";
import {
  decodeFrame,
  type Frame,
  type HelloFrame,
  type MessageFrame,
  type StartFrame,
  writeFrame,
} from "../wire/codec.ts";
import { FrameSplitter } from "../wire/frame.ts";
import { joined } from "../wire/joined.ts";
import { PeerTopics } from "../wire/peer-topics.ts";
import type { Span } from "../wire/span.ts";
import type { Topics } from "../wire/topics.ts";
import type { Route } from "./dialler.ts";
import { toLinkError } from "../failure.ts";
import { foreignVersion } from "./foreign-version.ts";
import { Pings, type Pong } from "./pings.ts";
import { Pulse } from "./pulse.ts";
import type { Traffic } from "./traffic.ts";

/** Bytes written at once: as many as one SSH packet takes. */
const CHUNK_SIZE = 32 * 1024;

/** Seconds that the last words of a link may take. */
const FAREWELL = 1;

/** Frames of the link itself that may wait for a pong to be among them. */
const MAX_CONTROL = 16;

/** Why a node sends no more messages over a link that still brings some. */
export type Parting = LinkReason.Replaced | LinkReason.Idle;

const PARTINGS: Readonly<Record<Parting, string>> = {
  [LinkReason.Replaced]: "another link took its place",
  [LinkReason.Idle]: "nothing was said for a while",
};

/** What becomes of what a link receives. */
export interface LinkHandler {
  /** The peer has said hello. */
  onHello(link: Link, hello: HelloFrame): void;
  /** The peer has said hello again: something of it has changed. */
  onRenewed(link: Link, hello: HelloFrame): void;
  /** The peer sends its messages over this link from now on. */
  onStart(link: Link, start: StartFrame): void;
  /** The peer sends no more messages over this link, and says why. */
  onRetired(link: Link, reason: Parting): void;
  onMessage(link: Link, frame: MessageFrame): void;
  /** Frames to send now, up to about `size` bytes; none if there are none. */
  takeFrames(size: number): Span[];
}

/** What a link is made from. */
export interface LinkOptions extends Route {
  readonly hello: HelloFrame;
  readonly settings: Settings;
  /** The topics of this node's messages. */
  readonly topics: Topics;
  /** Where is counted what goes over it. */
  readonly traffic: Traffic;
  readonly environment: Environment;
  readonly handler: LinkHandler;
}

/**
 * Frames over a channel: the greeting, heartbeats, messages both ways and the
 * farewell. Which of several links to a peer carries messages is decided
 * elsewhere: see `Links`.
 */
export class Link implements Route {
  readonly channel: Channel;
  readonly transport: Transport;
  readonly #handler: LinkHandler;
  readonly #environment: Environment;
  readonly #splitter: FrameSplitter;
  readonly #pulse: Pulse;
  readonly #pings: Pings;
  readonly #traffic: Traffic;
  readonly #wake = new Wake();
  /** Frames of the link itself, which go before all messages. */
  readonly #control: Span[] = [];
  readonly #topics: Topics;
  /** Topics that the peer was told. */
  #told = 0;
  readonly #peerTopics = new PeerTopics();
  /** What is sent when the link has ended, if it can be. */
  #lastWords: readonly Span[] = [];
  readonly #ended = Promise.withResolvers<LinkError>();
  #greeting: HelloFrame | undefined;
  #inbound: "waiting" | "started" | "done" = "waiting";
  #outbound: "waiting" | "started" | "done" = "waiting";
  #error: LinkError | undefined;
  /** Why both have said bye, if they have: no other end is worth a word. */
  #parting: LinkError | undefined;
  /** What has to be over before more is read. */
  #hold: Promise<unknown> | undefined;

  constructor(options: LinkOptions) {
    const { settings, environment, handler, hello } = options;
    this.channel = options.channel;
    this.transport = options.transport;
    this.#handler = handler;
    this.#topics = options.topics;
    this.#environment = environment;
    this.#traffic = options.traffic;
    this.#pings = new Pings(environment);
    this.#splitter = new FrameSplitter(settings.maxMessageSize);
    const { heartbeat } = settings;
    const patience = this.channel.patience ?? this.transport.getPatience();
    this.#pulse = new Pulse({ heartbeat, patience }, environment, {
      beat: () => this.#beat(),
      die: (error) => this.#end(error),
    });
    this.#send(hello);
  }

  /** The peer's hello, once it has come. */
  get greeting(): HelloFrame | undefined {
    return this.#greeting;
  }

  /** Whether it has not ended yet. */
  get isOpen(): boolean {
    return this.#error === undefined;
  }

  /** Settles when it ends, and tells why; it may have last words then. */
  get ended(): Promise<LinkError> {
    return this.#ended.promise;
  }

  /** Runs the link until it ends, and tells why it did. Never rejects. */
  async run(): Promise<LinkError> {
    this.#pulse.start();
    const reading = this.#read().catch((error) => this.#fail(error));
    const writing = this.#write().catch((error) => this.#fail(error));
    const error = await this.#ended.promise;
    this.#pulse.stop();
    const hurry = () => void this.channel.close();
    const cancel = this.#environment.after(FAREWELL, hurry);
    await writing;
    cancel();
    await this.channel.close();
    await reading;
    return error;
  }

  /** Sends messages over this link from now on. */
  start(number: number, after: number): void {
    this.#outbound = "started";
    this.#send({ kind: "start", number, after });
  }

  /** Sends no more messages; those of the peer still come in. */
  retire(reason: Parting): void {
    if (this.#outbound === "done") return;
    this.#outbound = "done";
    this.#send({ kind: "bye", reason });
  }

  /**
   * Asks the peer for a sign of life.
   *
   * @throws the signal's reason when that is aborted
   * @throws {LinkError} when the link ends before
   */
  ping(signal: AbortSignal): Promise<Pong> {
    return this.#pings.ask((ping) => this.#send(ping), signal);
  }

  /** Tells the peer anew what there is to say of this node. */
  renew(hello: HelloFrame): void {
    if (this.isOpen && this.#outbound !== "done") this.#send(hello);
  }

  /** There may be something to send. */
  wake(): void {
    this.#wake.wake();
  }

  /** Reads nothing more until `over` has settled. */
  hold(over: Promise<unknown>): void {
    this.#hold = over;
  }

  /** Ends the link at once, and tells the peer why. */
  close(reason: LinkReason, message: string): void {
    if (!this.isOpen) return;
    this.#lastWords = [writeFrame({ kind: "bye", reason })];
    this.#end(new LinkError(reason, message));
  }

  /** Ends the link once all that waits has been sent. */
  finish(error: LinkError): void {
    if (!this.isOpen) return;
    const rest = this.#takeMessages(Infinity);
    const bye = writeFrame({ kind: "bye", reason: error.reason });
    this.#lastWords = [...this.#control, ...rest, bye];
    this.#end(error);
  }

  async #read(): Promise<void> {
    while (this.isOpen) {
      const bytes = await this.channel.receive();
      if (bytes === undefined) {
        throw new LinkError(LinkReason.Lost, "the connection has ended");
      }
      this.#pulse.received();
      this.#traffic.received.bytes += bytes.length;
      for (const body of this.#splitter.push(bytes)) {
        this.#receive(decodeFrame(body));
        if (this.#hold !== undefined) await this.#pause(this.#hold);
        if (!this.isOpen) return;
      }
    }
  }

  async #pause(over: Promise<unknown>): Promise<void> {
    this.#pulse.pause();
    await Promise.race([over, this.#ended.promise]);
    this.#pulse.resume();
    this.#hold = undefined;
  }

  async #write(): Promise<void> {
    while (this.isOpen) {
      const frames = this.#nextFrames();
      if (frames.length > 0) await this.#transmit(frames);
      else await this.#wake.wait();
    }
    if (this.#lastWords.length > 0) await this.#transmit(this.#lastWords);
  }

  async #transmit(frames: readonly Span[]): Promise<void> {
    const bytes = joined(frames);
    this.#pulse.sending();
    await this.channel.send(bytes);
    this.#pulse.sent();
    this.#traffic.sent.bytes += bytes.length;
  }

  #nextFrames(): Span[] {
    if (this.#control.length > 0) return this.#control.splice(0);
    return this.#takeMessages(CHUNK_SIZE);
  }

  /** Messages to send now, after the topics that they need. */
  #takeMessages(size: number): Span[] {
    if (this.#outbound !== "started") return [];
    const messages = this.#handler.takeFrames(size);
    this.#traffic.sent.messages += messages.length;
    if (messages.length === 0 || this.#told === this.#topics.size) {
      return messages;
    }
    const topics = this.#topics.framesFrom(this.#told);
    this.#told += topics.length;
    return [...topics, ...messages];
  }

  #send(frame: Frame): void {
    this.#control.push(writeFrame(frame));
    this.#wake.wake();
  }

  #receive(frame: Frame): void {
    if (frame.kind === "ping") return this.#pong(frame.number);
    if (frame.kind === "pong") return this.#pings.answered(frame);
    if (this.#greeting === undefined) return this.#greet(frame);
    switch (frame.kind) {
      case "heartbeat":
        return;
      case "hello":
        return this.#greetAgain(frame, this.#greeting);
      case "bye":
        return this.#farewell(frame.reason);
      case "start":
        if (this.#inbound !== "waiting") break;
        this.#inbound = "started";
        return this.#handler.onStart(this, frame);
      case "topic":
        return this.#peerTopics.add(frame);
      case "brief":
        if (this.#inbound !== "started") break;
        return this.#deliver(this.#peerTopics.expand(frame));
      case "event":
      case "order":
      case "log":
        if (this.#inbound !== "started") break;
        return this.#deliver(frame);
    }
    throw new DecodeError(`a frame "${frame.kind}" does not belong here`);
  }

  #deliver(frame: MessageFrame): void {
    this.#traffic.received.messages++;
    this.#handler.onMessage(this, frame);
  }

  /** A peer that asks and asks, and reads no answer, must not fill memory. */
  #pong(number: number): void {
    if (this.#outbound === "done" || this.#control.length >= MAX_CONTROL) {
      return;
    }
    this.#send({ kind: "pong", number, time: this.#environment.now() });
  }

  #greet(frame: Frame): void {
    if (frame.kind === "foreign-hello") {
      throw foreignVersion(frame.protocol);
    }
    if (frame.kind === "bye") return this.#farewell(frame.reason);
    if (frame.kind !== "hello") throw new DecodeError("the hello is missing");
    this.#greeting = frame;
    this.#pulse.expect(frame.heartbeat);
    this.#handler.onHello(this, frame);
  }

  /** The peer has read its configuration anew. */
  #greetAgain(frame: HelloFrame, before: HelloFrame): void {
    const isSame = frame.node === before.node &&
      frame.instance === before.instance;
    if (!isSame) throw new DecodeError("the hello is another program's");
    this.#greeting = frame;
    this.#pulse.expect(frame.heartbeat);
    this.#handler.onRenewed(this, frame);
  }

  #farewell(reason: string): void {
    if (!isParting(reason)) return this.#end(saidGoodbye(reason));
    this.#inbound = "done";
    this.#parting = new LinkError(reason, PARTINGS[reason]);
    // Who hears the last bye has read everything, and ends the connection. The
    // other must wait for that: to close with something still unread at the far
    // end would lose it.
    const isLast = this.#outbound === "done";
    this.#handler.onRetired(this, reason);
    if (!isLast) return;
    // This node's own bye may still wait for its turn.
    this.#lastWords = this.#control.splice(0);
    this.#end(this.#parting);
  }

  /** Nothing comes after a bye: it might find the far end closed. */
  #beat(): void {
    if (this.#outbound !== "done") this.#send({ kind: "heartbeat" });
  }

  #fail(error: unknown): void {
    if (error instanceof DecodeError) {
      return this.close(LinkReason.Protocol, messageOf(error));
    }
    const failure = toLinkError(error, "The link broke");
    if (failure.reason === LinkReason.Version) {
      return this.close(failure.reason, failure.message);
    }
    this.#end(failure);
  }

  #end(error: LinkError): void {
    if (this.#error !== undefined) return;
    this.#error = this.#parting ?? error;
    this.#pings.end(this.#error);
    this.#ended.resolve(this.#error);
    this.#wake.wake();
  }
}

function isParting(reason: string): reason is Parting {
  return Object.hasOwn(PARTINGS, reason);
}

function saidGoodbye(reason: string): LinkError {
  const known = Object.values(LinkReason).find((value) => value === reason);
  const message = known === LinkReason.Shutdown
    ? "the peer is stopping"
    : `the peer ended it: ${printable(reason)}`;
  return new LinkError(known ?? LinkReason.Lost, message);
}
