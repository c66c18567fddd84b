import type { Environment } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";
import type { Settings } from "../model/settings.ts";
import type { Transport } from "../model/transport.ts";
import { printable } from "../text.ts";
import type { HelloFrame, MessageFrame, StartFrame } from "../wire/codec.ts";
import type { Span } from "../wire/span.ts";
import type { Topics } from "../wire/topics.ts";
import type { Route } from "./dialler.ts";
import { Instances } from "./instances.ts";
import { Link, type LinkHandler, type Parting } from "./link.ts";
import { Succession } from "./succession.ts";
import type { Traffic } from "./traffic.ts";

/** What is said of a link that the peer has given up already. */
const LOST = "the peer has lost it, and made a new one";

/** Links to one peer at most; whoever means well has two or three. */
const MAX_LINKS = 8;

/** Seconds at least after which two programs with one key are taken for one. */
const MEMORY_OF_TWO = 300;

/** What becomes of what happens to the links. */
export interface LinksHandler {
  /** The peer has said hello on a new link. */
  onHello(hello: HelloFrame): void;
  /** A link carries messages where none did before. */
  onLinked(route: Route): void;
  /** Another link carries them now. */
  onMoved(route: Route, from: Route | undefined): void;
  /** A link has ended that was good for something, or the only one. */
  onEnded(route: Route, error: LinkError): void;
  /** The link that carried messages is gone after so many seconds. */
  onLost(error: LinkError, seconds: number): void;
  /** The last link that might have carried messages is gone. */
  onMissed(error: LinkError): void;
  /** No link is left, and none is missed. */
  onParted(): void;
  onMessage(frame: MessageFrame): void;
  /** Frames to send now, up to about `size` bytes; none if there are none. */
  takeFrames(size: number): Span[];
}

/** What the links to one peer are made with. */
export interface LinksOptions {
  /** What this node says of itself now. */
  hello(): HelloFrame;
  readonly settings: Settings;
  readonly topics: Topics;
  readonly traffic: Traffic;
  readonly environment: Environment;
  /** Whether this node says which of several links is the one. */
  readonly decides: boolean;
  /** Name of the peer, in whose name alone it may speak. */
  readonly peer: string;
  readonly handler: LinksHandler;
}

/**
 * The links to one peer, of which one at a time carries this node's messages.
 *
 * Both nodes may dial, so there can be several for a moment. The newest wins,
 * and of the two nodes the one whose name sorts first says which that is, by the
 * number in its `start`. Each node says `bye` on the former link before its
 * `start` on the new one, and the other reads the former to its end first. So
 * nothing is lost and nothing comes out of order.
 */
export class Links implements LinkHandler {
  readonly #options: LinksOptions;
  /** Every link that has not ended, with what runs it. */
  readonly #links = new Map<Link, Promise<void>>();
  /** The peer's links, as its present program uses them. */
  #succession = new Succession();
  /** Which program of the peer that is, and was. */
  readonly #instances: Instances;
  /** The number of the peer's `start` that was followed last. */
  #followed = 0;
  #active: Link | undefined;
  #activeSince = 0;
  /** Links so far that have carried this node's messages. */
  #number = 0;
  /** Whether the peer has retired the active link and the next is to come. */
  #isExpecting = false;

  constructor(options: LinksOptions) {
    const { environment, settings: { connectionRetry } } = options;
    this.#options = options;
    const memory = Math.max(MEMORY_OF_TWO, 2 * connectionRetry);
    this.#instances = new Instances(environment, memory);
  }

  /** Links that have not ended, whatever they are good for. */
  get size(): number {
    return [...this.#links.keys()].filter((link) => link.isOpen).length;
  }

  /** The link that carries this node's messages. */
  get active(): Link | undefined {
    return this.#active;
  }

  /** Whether two programs run as the peer, by what was seen of late. */
  get areOfTwo(): boolean {
    return this.#instances.areTwo;
  }

  /** Whether a message can be sent, now or in a moment. */
  get isUsable(): boolean {
    return this.#active !== undefined || this.#isExpecting;
  }

  /** Makes a link of a channel. */
  add({ channel, transport }: Route): Link {
    this.#makeRoom();
    const { hello, settings, topics, traffic, environment } = this.#options;
    const link = new Link({
      channel,
      transport,
      hello: hello(),
      settings,
      topics,
      traffic,
      environment,
      handler: this,
    });
    this.#succession.add(link);
    this.#links.set(link, this.#run(link));
    return link;
  }

  /** Ends the active link when what is on its way has come, as not needed. */
  rest(): void {
    const link = this.#active;
    if (link === undefined) return;
    this.#lose(new LinkError(LinkReason.Idle, "nothing was said for a while"));
    link.retire(LinkReason.Idle);
  }

  /** Tells the peer anew what there is to say of this node. */
  renew(): void {
    for (const link of this.#links.keys()) link.renew(this.#options.hello());
  }

  /** Ends the links over a transport once what waits has been sent. */
  leave(transport: Transport): void {
    const why = `the transport "${transport.name}" was taken out`;
    for (const link of this.#links.keys()) {
      if (link.transport !== transport) continue;
      link.finish(new LinkError(LinkReason.Shutdown, why));
    }
  }

  /** Ends all links once what waits has been sent. */
  async finish(error: LinkError): Promise<void> {
    for (const link of this.#links.keys()) link.finish(error);
    await Promise.all(this.#links.values());
  }

  onHello(link: Link, hello: HelloFrame): void {
    const { peer } = this.#options;
    if (hello.node !== peer) {
      return link.close(
        LinkReason.Protocol,
        `it says that it is "${printable(hello.node)}"`,
      );
    }
    if (this.#instances.meet(hello.instance)) this.#startOver(link);
    this.#options.handler.onHello(hello);
    if (this.#options.decides) this.#adopt(link);
  }

  onRenewed(_link: Link, hello: HelloFrame): void {
    this.#options.handler.onHello(hello);
  }

  onStart(link: Link, { number, after }: StartFrame): void {
    this.#succession.start(link, number);
    if (after > 0) link.hold(this.#succession.passed(after));
    else {
      for (const older of this.#succession.before(number)) {
        older.close(LinkReason.Replaced, LOST);
      }
    }
    if (this.#options.decides) return;
    if (number > this.#followed) this.#adopt(link);
    else link.retire(LinkReason.Replaced);
    this.#followed = Math.max(this.#followed, number);
  }

  onRetired(link: Link, reason: Parting): void {
    this.#succession.end(link);
    if (link === this.#active) {
      if (reason === LinkReason.Idle) {
        this.#lose(new LinkError(reason, "the peer had nothing to say"));
      } else {
        this.#active = undefined;
        this.#isExpecting = true;
      }
    }
    link.retire(reason);
  }

  onMessage(link: Link, frame: MessageFrame): void {
    const { peer, handler } = this.#options;
    if (frame.sender === peer) return handler.onMessage(frame);
    link.close(
      LinkReason.Protocol,
      `it sent a message in the name of "${printable(frame.sender)}"`,
    );
  }

  takeFrames(size: number): Span[] {
    return this.#options.handler.takeFrames(size);
  }

  /** A peer that makes link after link and ends none loses the oldest. */
  #makeRoom(): void {
    const open = [...this.#links.keys()].filter((link) => link.isOpen);
    if (open.length < MAX_LINKS) return;
    open[0]?.close(LinkReason.Replaced, "the peer has made too many others");
  }

  async #run(link: Link): Promise<void> {
    const running = link.run();
    // What ends has last words; nobody has to wait for them.
    this.#end(link, await link.ended);
    await running;
    this.#links.delete(link);
  }

  #end(link: Link, error: LinkError): void {
    this.#succession.end(link);
    if (error.reason === LinkReason.Shutdown && link.greeting !== undefined) {
      this.#instances.leave(link.greeting.instance);
    }
    if (!this.#isCalledOff(link, error)) {
      this.#options.handler.onEnded(link, error);
    }
    if (link === this.#active) this.#lose(error);
    else if (this.#active === undefined && this.size === 0) {
      const isMissed = this.#isExpecting || error.reason !== LinkReason.Idle;
      this.#isExpecting = false;
      if (isMissed) this.#options.handler.onMissed(error);
      else this.#options.handler.onParted();
    }
  }

  /**
   * Whether the peer has called off its dial, for another link came first: it
   * gives a connection up before its hello.
   */
  #isCalledOff({ greeting }: Link, { reason }: LinkError): boolean {
    return greeting === undefined && reason === LinkReason.Lost &&
      this.size > 0;
  }

  /** The active link carries no messages any more, and none takes its place. */
  #lose(error: LinkError): void {
    const { environment, handler } = this.#options;
    this.#active = undefined;
    handler.onLost(error, environment.monotonic() - this.#activeSince);
  }

  /** The peer's program is another: the links of the one before are dead. */
  #startOver(link: Link): void {
    this.#followed = 0;
    this.#succession = new Succession();
    for (const other of this.#links.keys()) {
      const isOfBefore = other !== link && other.greeting !== undefined;
      if (!isOfBefore) this.#succession.add(other);
      else other.close(LinkReason.Replaced, "the peer was started anew");
    }
  }

  /** Makes a link the one that carries this node's messages. */
  #adopt(link: Link): void {
    const { environment, handler } = this.#options;
    const wasUsable = this.isUsable;
    const after = wasUsable ? this.#number : 0;
    const former = this.#active;
    former?.retire(LinkReason.Replaced);
    this.#active = link;
    this.#activeSince = environment.monotonic();
    this.#isExpecting = false;
    this.#number++;
    // What waited too long is dropped before the link takes anything.
    if (wasUsable) handler.onMoved(link, former);
    else handler.onLinked(link);
    link.start(this.#number, after);
  }
}
