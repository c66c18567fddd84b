import { aborted } from "../aborted.ts";
import type { Environment } from "../environment.ts";
import type { Route } from "../link/dialler.ts";
import { type DropReason, Peer } from "../link/peer.ts";
import type { Log } from "../log.ts";
import type { Node } from "../model/node.ts";
import type { System } from "../model/system.ts";
import type { Transport } from "../model/transport.ts";
import type { MessageFrame } from "../wire/codec.ts";
import type { Topics } from "../wire/topics.ts";
import type { Drops } from "./drops.ts";

/** What the peers of a node need. */
export interface PeersOptions {
  readonly system: System;
  readonly environment: Environment;
  /** Tells this run of the node from the next. */
  readonly instance: string;
  /** The topics of this node's messages. */
  readonly topics: Topics;
  readonly drops: Drops;
  readonly log: Log;
  /** A message has come. */
  receive(frame: MessageFrame): void;
}

/** A peer that runs. */
interface Life {
  readonly end: AbortController;
  readonly running: Promise<void>;
}

/** The other nodes, as this one sees them. */
export class Peers {
  readonly #options: PeersOptions;
  readonly #peers = new Map<string, Peer>();
  readonly #lives = new Map<Peer, Life>();
  /** Ends all of them, once they run. */
  #signal: AbortSignal | undefined;
  /** Peers and channels that are about to end. */
  readonly #ending = new Set<Promise<void>>();

  constructor(options: PeersOptions) {
    this.#options = options;
    this.follow();
  }

  /** All of them by name, in the order of the configuration. */
  get byName(): ReadonlyMap<string, Peer> {
    return this.#peers;
  }

  /** Keeps all linked as the policies want it, until `signal` is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    for (const peer of this.#peers.values()) this.#start(peer, signal);
    await aborted(signal);
    await Promise.all([...this.#lives.values()].map(({ running }) => running));
    await this.settled();
  }

  /** Returns when all that was about to end has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#ending);
  }

  /** Tells the others of the system's fingerprint, and dials where it may. */
  renew(): void {
    for (const peer of this.#peers.values()) peer.renew();
  }

  /** Ends the links that go over a transport. */
  leave(transport: Transport): void {
    for (const peer of this.#peers.values()) peer.leave(transport);
  }

  /** Takes a channel between this node and another. */
  attach(route: Route): void {
    const { peer: node } = route.channel;
    const peer = this.#peers.get(node.name);
    // It may have been authenticated as a node that has changed since.
    if (peer?.node === node && this.#signal?.aborted === false) {
      return peer.attach(route);
    }
    this.#await(route.channel.close());
  }

  /** Has a peer for each other node of the system, and no more. */
  follow(): void {
    const { others } = this.#options.system;
    for (const peer of this.#peers.values()) {
      if (!others.includes(peer.node)) this.#end(peer);
    }
    const known = new Map(this.#peers);
    this.#peers.clear();
    for (const node of others) {
      const former = known.get(node.name);
      const peer = former?.node === node ? former : this.#make(node);
      this.#peers.set(node.name, peer);
      if (peer !== former && this.#signal !== undefined) {
        this.#start(peer, this.#signal);
      }
    }
  }

  #start(peer: Peer, signal: AbortSignal): void {
    const end = new AbortController();
    const either = AbortSignal.any([signal, end.signal]);
    this.#lives.set(peer, { end, running: peer.run(either) });
  }

  #end(peer: Peer): void {
    const life = this.#lives.get(peer);
    if (life === undefined) return;
    this.#lives.delete(peer);
    life.end.abort();
    this.#await(life.running);
  }

  /** What ends on its own is waited for when the node stops. */
  #await(ending: Promise<void>): void {
    const settled = ending.catch(() => {})
      .then(() => void this.#ending.delete(settled));
    this.#ending.add(settled);
  }

  #make(node: Node): Peer {
    const { system, environment, instance, topics, log, receive } =
      this.#options;
    return new Peer({
      system,
      node,
      environment,
      instance,
      topics,
      log: (level, text) => log(level, "link", text),
      receive,
      drop: (reason, count) => this.#drop(node, reason, count),
    });
  }

  #drop(node: Node, reason: DropReason, count: number): void {
    const { drops } = this.#options;
    const queue = `node ${node.name}`;
    // A cut link cuts the flow: that is as it should be.
    if (reason === "full") drops.warn(queue, reason, count);
    else drops.note(queue, reason, count);
  }
}
