import type { Environment } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";
import type { Channel } from "../model/channel.ts";
import type { LogLevel } from "../model/log-level.ts";
import type { Node } from "../model/node.ts";
import type { ConnectPolicy } from "../model/settings.ts";
import type { System } from "../model/system.ts";
import { printable } from "../text.ts";
import { VERSION } from "../version.ts";
import type { HelloFrame, MessageFrame } from "../wire/codec.ts";
import { dial } from "./dialler.ts";
import { toLinkError } from "./failure.ts";
import { FailureLog } from "./failure-log.ts";
import { IdleWatch } from "./idle-watch.ts";
import { Link, type LinkHandler } from "./link.ts";
import { OutgoingQueue } from "./outgoing-queue.ts";
import { policyBetween } from "./policy.ts";
import { Redial } from "./redial.ts";

/** Why a message for a peer never left this node. */
export type DropReason = "full" | "unlinked" | "never";

/** What is said of a link that the peer has given up already. */
const LOST = "the peer has lost it, and made a new one";

/** What a peer is made from. */
export interface PeerOptions {
  readonly system: System;
  readonly node: Node;
  readonly environment: Environment;
  log(level: LogLevel, text: string): void;
  /** A message has come. */
  receive(frame: MessageFrame): void;
  /** So many messages for the peer were dropped. */
  drop(reason: DropReason, count: number): void;
}

/**
 * Another node, as this one sees it: one link serves both directions.
 *
 * Both nodes may dial, so there can be several links for a moment. The newest
 * wins, and of the two nodes the one whose name sorts first says which that is,
 * by its `start`. Each node says `bye` on the former link before its `start` on
 * the new one; the other reads the former to its end first. So nothing is lost
 * and nothing comes out of order.
 */
export class Peer implements LinkHandler {
  readonly node: Node;
  /** When this node may connect and send to the peer. */
  readonly policy: ConnectPolicy;
  readonly #options: PeerOptions;
  readonly #queue: OutgoingQueue;
  readonly #redial: Redial;
  readonly #failures: FailureLog;
  /** Every link that has not ended, with what runs it. */
  readonly #links = new Map<Link, Promise<void>>();
  /** The link that carries messages to the peer. */
  #active: Link | undefined;
  #activeSince = 0;
  /** Whether the peer has retired the active link and the next is to come. */
  #isExpecting = false;
  #isStopping = false;
  readonly #idle: IdleWatch;

  constructor(options: PeerOptions) {
    const { system, node, environment, log } = options;
    const { settings } = system.self;
    this.node = node;
    this.policy = policyBetween(system.self, node);
    this.#options = options;
    this.#queue = new OutgoingQueue({
      length: settings.outgoingQueueLength,
      size: settings.outgoingQueueSize,
    }, environment);
    this.#failures = new FailureLog(environment, log);
    this.#redial = new Redial({
      environment,
      connectionRetry: settings.connectionRetry,
      // Not both at once: started together, they would dial each other.
      patience: this.#decides ? 0 : environment.random(),
      isWanted: () => this.#isWanted(),
      dial: (signal) => this.#dial(signal),
    });
    this.#idle = new IdleWatch(settings.ondemandIdle, environment, () => {
      this.#active?.close(LinkReason.Idle, "nothing was said for a while");
    });
  }

  /** Whether messages go to the peer now. */
  get isLinked(): boolean {
    return this.#active !== undefined;
  }

  /** Whether a message would go to the peer, now or once it is dialled. */
  get takesMessages(): boolean {
    return this.policy !== "never" &&
      (this.#active !== undefined || this.#isExpecting || this.#mayWait);
  }

  /** Keeps the peer linked as the policy wants it, until the node stops. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#redial.run(signal);
    this.#isStopping = true;
    for (const link of this.#links.keys()) link.finish(stopping());
    await Promise.all(this.#links.values());
  }

  /** Sends a frame, when its turn comes. */
  enqueue(frame: Uint8Array): void {
    this.#idle.touch();
    const dropped = this.#queue.push(frame);
    if (dropped > 0) this.#options.drop("full", dropped);
    if (this.#active !== undefined) this.#active.wake();
    else this.#redial.wake();
  }

  /** Takes a new channel between this node and the peer, whoever dialled it. */
  attach(channel: Channel): void {
    const { system, environment } = this.#options;
    const { settings } = system.self;
    const hello = this.#hello();
    const link = new Link({
      channel,
      hello,
      settings,
      environment,
      handler: this,
    });
    this.#links.set(link, this.#run(link));
    if (this.#isStopping) link.finish(stopping());
    else if (!this.#isAllowed) {
      link.close(LinkReason.Policy, "the connection policies forbid it");
    }
  }

  onHello(link: Link): void {
    this.#nameDrift(link);
    if (this.#decides) this.#adopt(link);
  }

  onStart(link: Link, handover: boolean): void {
    const older = [...this.#links.keys()]
      .filter((other) => other !== link && other.isInbound);
    if (handover) link.hold(Promise.all(older.map((l) => l.inboundDone)));
    else older.forEach((other) => other.close(LinkReason.Replaced, LOST));
    if (!this.#decides) this.#adopt(link);
  }

  onRetired(link: Link): void {
    if (link !== this.#active) return;
    this.#active = undefined;
    this.#isExpecting = true;
    link.retire();
  }

  onMessage(link: Link, frame: MessageFrame): void {
    if (frame.sender !== this.node.name) {
      return link.close(
        LinkReason.Protocol,
        `it sent a message in the name of "${printable(frame.sender)}"`,
      );
    }
    this.#idle.touch();
    this.#options.receive(frame);
  }

  takeFrames(size: number): Uint8Array[] {
    return this.#queue.take(size);
  }

  /** Whether this node says which of several links is the one. */
  get #decides(): boolean {
    return this.#options.system.self.name < this.node.name;
  }

  /** Whether a message may wait for a link. */
  get #mayWait(): boolean {
    return this.policy === "ondemand" || this.#lifetime > 0;
  }

  get #lifetime(): number {
    return this.#options.system.self.settings.messageLifetime;
  }

  /** Whether there may be a link at all, whoever dials it. */
  get #isAllowed(): boolean {
    return this.policy !== "never" ||
      policyBetween(this.node, this.#options.system.self) !== "never";
  }

  /** Whether one of the two nodes keeps the link whatever happens. */
  get #isKept(): boolean {
    const { self } = this.#options.system;
    return this.policy === "constant" ||
      policyBetween(this.node, self) === "constant";
  }

  #isWanted(): boolean {
    if (this.#links.size > 0 || this.policy === "never") return false;
    return this.policy === "constant" || this.#queue.length > 0;
  }

  async #dial(signal: AbortSignal): Promise<LinkError | undefined> {
    const { system } = this.#options;
    try {
      this.attach(await dial(system.self, this.node, signal));
      return undefined;
    } catch (cause) {
      if (signal.aborted) return undefined;
      const error = toLinkError(cause, `Cannot reach "${this.node.name}"`);
      this.#failures.add(`No link to "${this.node.name}"`, error);
      if (this.policy === "ondemand") this.#dropQueue();
      return error;
    }
  }

  async #run(link: Link): Promise<void> {
    const error = await link.run();
    this.#links.delete(link);
    if (link === this.#active) this.#lose(error);
    else if (!this.isLinked && this.#links.size === 0) this.#miss(error);
    this.#redial.wake();
  }

  /** The link in use is gone. */
  #lose(error: LinkError): void {
    const { environment } = this.#options;
    this.#active = undefined;
    this.#idle.stop();
    this.#dropQueue();
    this.#logEnd(error);
    this.#redial.ended(error, environment.monotonic() - this.#activeSince);
  }

  /** The last link that might have come into use is gone. */
  #miss(error: LinkError): void {
    this.#isExpecting = false;
    this.#dropQueue();
    this.#failures.add(`No link to "${this.node.name}"`, error);
    this.#redial.ended(error, 0);
  }

  /** Makes a link the one that carries messages to the peer. */
  #adopt(link: Link): void {
    const handover = this.isLinked || this.#isExpecting;
    this.#active?.retire();
    this.#active = link;
    this.#isExpecting = false;
    this.#activeSince = this.#options.environment.monotonic();
    if (!handover) this.#expire();
    link.start(handover);
    // The other node's own tries end by themselves: it must not call off one
    // that this node has just adopted.
    if (this.#decides) this.#redial.callOff();
    if (!handover) this.#logStart(link);
    if (!this.#isKept) this.#idle.start();
    this.#failures.reset();
  }

  /** Drops what has waited for a link too long; what asked for it may. */
  #expire(): void {
    if (this.policy === "ondemand") return;
    const dropped = this.#queue.expire(this.#lifetime);
    if (dropped > 0) this.#options.drop("unlinked", dropped);
  }

  /** A cut link cuts the flow, unless messages may wait out the cut. */
  #dropQueue(): void {
    if (this.#lifetime > 0) return;
    const dropped = this.#queue.clear();
    if (dropped > 0) this.#options.drop("unlinked", dropped);
  }

  #hello(): HelloFrame {
    const { system } = this.#options;
    return {
      kind: "hello",
      version: VERSION,
      node: system.self.name,
      fingerprint: system.fingerprint,
      heartbeat: system.self.settings.heartbeat,
    };
  }

  #nameDrift(link: Link): void {
    const { system, log } = this.#options;
    const theirs = link.greeting?.fingerprint;
    if (theirs === system.fingerprint) return;
    log(
      "warning",
      `"${this.node.name}" runs another configuration: ${theirs}, ` +
        `this node runs ${system.fingerprint}; copy the same file to both`,
    );
  }

  #logStart({ channel }: Link): void {
    const isDialler = channel.fromNode === this.#options.system.self;
    const how = isDialler ? "it was dialled" : "it dialled";
    this.#options.log("info", `Linked with "${this.node.name}": ${how}`);
  }

  #logEnd(error: LinkError): void {
    const isUsual = error.reason === LinkReason.Shutdown ||
      error.reason === LinkReason.Idle;
    const level = isUsual ? "info" : "warning";
    this.#options.log(
      level,
      `Link with "${this.node.name}" ended: ${error.reason}: ${error.message}`,
    );
  }
}

function stopping(): LinkError {
  return new LinkError(LinkReason.Shutdown, "this node is stopping");
}
