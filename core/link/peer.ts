import type { Environment } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";
import type { LogLevel } from "../model/log-level.ts";
import type { Node } from "../model/node.ts";
import type { ConnectPolicy } from "../model/settings.ts";
import type { System } from "../model/system.ts";
import type { Transport } from "../model/transport.ts";
import { messageOf, printable } from "../text.ts";
import { VERSION } from "../version.ts";
import type { HelloFrame, MessageFrame } from "../wire/codec.ts";
import type { Span } from "../wire/span.ts";
import type { Topics } from "../wire/topics.ts";
import { type Closing, Closings } from "./closings.ts";
import { bestPriority, dial, type Route } from "./dialler.ts";
import { toLinkError } from "../failure.ts";
import { type Failure, FailureLog } from "./failure-log.ts";
import { HelloLog } from "./hello-log.ts";
import { IdleWatch } from "./idle-watch.ts";
import { Links, type LinksHandler } from "./links.ts";
import { OutgoingQueue } from "./outgoing-queue.ts";
import type { Pong } from "./pings.ts";
import { policyBetween } from "./policy.ts";
import { Redial } from "./redial.ts";
import { Traffic } from "./traffic.ts";
import { Upgrade } from "./upgrade.ts";
import { waysBetween } from "./ways.ts";

/** Why a message for a peer never left this node. */
export type DropReason = "full" | "unlinked" | "never";

/**
 * How things stand with a peer:
 * - `linked`: messages flow
 * - `dialling`: this node tries to reach it
 * - `waiting`: the next try comes later, or the peer has to dial
 * - `resting`: a link is made when a message asks for it
 * - `never`: the policies allow no link
 */
export type PeerState = "linked" | "dialling" | "waiting" | "resting" | "never";

/** What a peer is made from. */
export interface PeerOptions {
  readonly system: System;
  readonly node: Node;
  readonly environment: Environment;
  /** Tells this run of the program from the next. */
  readonly instance: string;
  /** The topics of this node's messages. */
  readonly topics: Topics;
  log(level: LogLevel, text: string): void;
  /** A message has come. */
  receive(frame: MessageFrame): void;
  /** So many messages for the peer were dropped. */
  drop(reason: DropReason, count: number): void;
}

/**
 * Another node, as this one sees it: what waits to go there, and whether and
 * when to dial it.
 */
export class Peer implements LinksHandler {
  readonly node: Node;
  /** When this node may connect and send to the peer. */
  readonly policy: ConnectPolicy;
  readonly #options: PeerOptions;
  readonly #queue: OutgoingQueue;
  readonly #links: Links;
  readonly #redial: Redial;
  readonly #idle: IdleWatch;
  readonly #upgrade: Upgrade;
  readonly #failures: FailureLog;
  readonly #hellos: HelloLog;
  readonly #closings = new Closings();
  readonly #traffic = new Traffic();
  #linkedSince: number | undefined;
  #isStopping = false;

  constructor(options: PeerOptions) {
    const { system, node, environment, log } = options;
    const { settings } = system.self;
    this.node = node;
    this.policy = policyBetween(system.self, node);
    this.#options = options;
    this.#queue = new OutgoingQueue({
      length: settings.outgoingQueueLength,
      size: settings.outgoingQueueSize,
      lifetime: settings.messageLifetime,
    }, environment);
    const decides = system.self.name < node.name;
    this.#links = new Links({
      hello: () => makeHello(options),
      settings,
      topics: options.topics,
      traffic: this.#traffic,
      environment,
      decides,
      peer: node.name,
      handler: this,
    });
    this.#redial = new Redial({
      environment,
      connectionRetry: settings.connectionRetry,
      // Not both at once: started together, they would dial each other.
      patience: decides ? 0 : environment.random(),
      isWanted: () => this.#isWanted(),
      dial: (signal) => this.#dial(signal),
    });
    this.#idle = new IdleWatch(
      settings.ondemandIdle,
      environment,
      () => this.#links.rest(),
    );
    this.#upgrade = new Upgrade({
      environment,
      interval: settings.transportUpgrade,
      isWanted: () => this.#isBelowBest,
      dial: (signal) => this.#dialBetter(signal),
    });
    this.#failures = new FailureLog(environment, log);
    this.#hellos = new HelloLog({ peer: node.name, environment, log });
  }

  /** When the peer may connect and send to this node. */
  get policyBack(): ConnectPolicy {
    return policyBetween(this.node, this.#options.system.self);
  }

  /** What carries messages to the peer now, if anything does. */
  get route(): Route | undefined {
    return this.#links.active;
  }

  /** How things stand. */
  get state(): PeerState {
    if (this.route !== undefined) return "linked";
    if (this.#redial.isTrying) return "dialling";
    if (this.policy === "constant" || this.policyBack === "constant") {
      return "waiting";
    }
    const isNever = this.policy === "never" && this.policyBack === "never";
    return isNever ? "never" : "resting";
  }

  /** Seconds until this node dials again, if it is going to. */
  get nextDial(): number | undefined {
    if (!this.#isWanted() || this.#redial.isTrying) return undefined;
    const { self } = this.#options.system;
    if (waysBetween(self, this.node).length === 0) return undefined;
    return Math.max(0, this.#redial.secondsLeft);
  }

  /** Since when messages flow, in seconds since 1970, if they do. */
  get linkedSince(): number | undefined {
    return this.#linkedSince;
  }

  /** What the peer has said of itself on the link in use. */
  get greeting(): HelloFrame | undefined {
    return this.#links.active?.greeting;
  }

  /** Whether two programs run as this peer, by what was seen of late. */
  get isTwofold(): boolean {
    return this.#links.areOfTwo;
  }

  /** What has gone over all links to the peer, both ways. */
  get traffic(): Traffic {
    return this.#traffic;
  }

  /** Why the peer could not be reached last, unless it was since. */
  get failure(): Failure | undefined {
    return this.#failures.last;
  }

  /**
   * Asks the peer for a sign of life.
   *
   * @throws {LinkError} when it is not linked, or no longer
   * @throws the signal's reason when that is aborted
   */
  async ping(signal: AbortSignal): Promise<Pong> {
    const link = this.#links.active;
    if (link !== undefined) return await link.ping(signal);
    const { reason = LinkReason.Lost, message } = this.failure ?? {};
    const why = message === undefined ? "" : `: ${message}`;
    throw new LinkError(reason, `"${this.node.name}" is not linked${why}`);
  }

  /** The last links that have ended, the latest last. */
  get closings(): readonly Closing[] {
    return this.#closings.list;
  }

  /** Messages that wait to go to the peer. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Whether a message would go to the peer, now or once it is dialled. */
  get takesMessages(): boolean {
    if (this.policy === "never") return false;
    return this.policy === "ondemand" || this.#lifetime > 0 ||
      this.#links.isUsable;
  }

  /** Keeps the peer linked as the policy wants it, until `signal` is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#redial.run(signal);
    this.#isStopping = true;
    this.#idle.stop();
    this.#upgrade.stop();
    await this.#links.finish(stopping());
  }

  /** The system has changed: tells the peer, and tries to reach it at once. */
  renew(): void {
    this.#links.renew();
    if (this.greeting !== undefined) this.onHello(this.greeting);
    if (this.#links.size === 0) this.#redial.hurry();
  }

  /** Ends the links over a transport. */
  leave(transport: Transport): void {
    this.#links.leave(transport);
  }

  /** Sends a frame, when its turn comes. */
  enqueue(frame: Span): void {
    this.#idle.touch();
    const dropped = this.#queue.push(frame);
    if (dropped > 0) this.#options.drop("full", dropped);
    if (this.#links.active === undefined) this.#redial.wake();
    else this.#links.active.wake();
  }

  /** Takes a new channel between this node and the peer, whoever dialled it. */
  attach(route: Route): void {
    const link = this.#links.add(route);
    if (this.#isStopping) link.finish(stopping());
    else if (this.policy === "never" && this.policyBack === "never") {
      link.close(LinkReason.Policy, "the connection policies forbid it");
    }
  }

  onHello({ fingerprint }: HelloFrame): void {
    this.#hellos.count(this.isTwofold);
    const { system } = this.#options;
    this.#hellos.compare(printable(fingerprint), system.fingerprint);
  }

  onLinked({ channel, transport }: Route): void {
    // What asked for the link may have waited for it as long as it took.
    if (this.policy !== "ondemand") this.#expire();
    this.#linkedSince = this.#options.environment.now();
    const isDialler = channel.fromNode === this.#options.system.self;
    const how = isDialler ? "it was dialled" : "it dialled";
    this.#options.log(
      "info",
      `Linked with "${this.node.name}" over ${transport.name}: ${how}`,
    );
    this.#settle();
  }

  onMoved({ transport }: Route, from: Route | undefined): void {
    if (from !== undefined && from.transport !== transport) {
      this.#options.log(
        "info",
        `The link with "${this.node.name}" has moved from ` +
          `${from.transport.name} to ${transport.name}`,
      );
    }
    this.#settle();
  }

  onEnded({ transport }: Route, { reason, message }: LinkError): void {
    this.#closings.add({
      at: this.#options.environment.now(),
      reason,
      message,
      transport: transport.name,
    });
  }

  /** A link has come into use. */
  #settle(): void {
    this.#failures.reset();
    // A dial that is still on has not said hello, so nobody uses it yet.
    this.#redial.callOff();
    if (this.policy !== "constant" && this.policyBack !== "constant") {
      this.#idle.start();
    }
    this.#upgrade.start();
  }

  onLost(error: LinkError, seconds: number): void {
    const isUsual = error.reason === LinkReason.Shutdown ||
      error.reason === LinkReason.Idle;
    this.#options.log(
      isUsual ? "info" : "warning",
      `Link with "${this.node.name}" ended: ${error.reason}: ${error.message}`,
    );
    this.#linkedSince = undefined;
    this.#idle.stop();
    this.#upgrade.stop();
    // What has come in the meantime asks for a new link.
    if (error.reason !== LinkReason.Idle) this.#dropQueue();
    this.#redial.ended(error, seconds);
  }

  onParted(): void {
    this.#redial.wake();
  }

  onMissed(error: LinkError): void {
    if (error.reason !== LinkReason.Shutdown) this.#report(error);
    this.#dropQueue();
    this.#redial.ended(error, 0);
  }

  onMessage(frame: MessageFrame): void {
    this.#idle.touch();
    this.#options.receive(frame);
  }

  takeFrames(size: number): Span[] {
    return this.#queue.take(size);
  }

  get #lifetime(): number {
    return this.#options.system.self.settings.messageLifetime;
  }

  #isWanted(): boolean {
    if (this.#links.size > 0 || this.policy === "never") return false;
    return this.policy === "constant" || this.#queue.length > 0;
  }

  async #dial(signal: AbortSignal): Promise<LinkError | undefined> {
    try {
      this.attach(await dial(this.#options.system.self, this.node, signal));
      return undefined;
    } catch (cause) {
      if (signal.aborted) return undefined;
      const error = toLinkError(cause, `Cannot reach "${this.node.name}"`);
      // Who has no address is there to dial, not to be dialled.
      if (error.reason !== LinkReason.NoTransport) this.#report(error);
      // A message waits for one try, not for better times.
      if (this.policy === "ondemand") this.#expire();
      return error;
    }
  }

  #report(error: LinkError): void {
    this.#failures.add(`No link to "${this.node.name}"`, error);
  }

  /** Whether this node might reach the peer over a better transport. */
  get #isBelowBest(): boolean {
    const { self } = this.#options.system;
    return this.policy !== "never" && this.route !== undefined &&
      this.route.transport.getPriority() < bestPriority(self, this.node);
  }

  async #dialBetter(signal: AbortSignal): Promise<void> {
    const { system, log } = this.#options;
    const above = this.route?.transport.getPriority();
    try {
      this.attach(await dial(system.self, this.node, signal, above));
    } catch (error) {
      if (signal.aborted) return;
      const why = messageOf(error);
      log("debug", `No better link to "${this.node.name}": ${why}`);
    }
  }

  /** A cut link cuts the flow, unless messages may wait out the cut. */
  #dropQueue(): void {
    if (this.#lifetime === 0) this.#countUnlinked(this.#queue.clear());
  }

  /** Drops what has waited for a link longer than it may. */
  #expire(): void {
    this.#countUnlinked(this.#queue.expire());
  }

  #countUnlinked(dropped: number): void {
    if (dropped > 0) this.#options.drop("unlinked", dropped);
  }
}

function makeHello({ system, instance }: PeerOptions): HelloFrame {
  const { self, fingerprint } = system;
  return {
    kind: "hello",
    version: VERSION,
    node: self.name,
    instance,
    fingerprint,
    heartbeat: self.settings.heartbeat,
  };
}

function stopping(): LinkError {
  return new LinkError(LinkReason.Shutdown, "this node is stopping");
}
