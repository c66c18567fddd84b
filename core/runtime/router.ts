import type { Log } from "../log.ts";
import type { Peer } from "../link/peer.ts";
import type { Message } from "../model/message.ts";
import type { Node } from "../model/node.ts";
import type { Role } from "../model/role.ts";
import type { System } from "../model/system.ts";
import { messageOf } from "../text.ts";
import type { MessageFrame } from "../wire/codec.ts";
import type { Span } from "../wire/span.ts";
import type { Outgoing } from "./composer.ts";
import type { Drops } from "./drops.ts";
import { fromFrame } from "./message-frame.ts";

/** What a router needs of a peer. */
export type RouterPeer = Pick<
  Peer,
  "node" | "policy" | "takesMessages" | "enqueue"
>;

/** What a router needs. */
export interface RouterOptions {
  readonly system: System;
  /** The other nodes by name. */
  readonly peers: ReadonlyMap<string, RouterPeer>;
  readonly drops: Drops;
  readonly log: Log;
  /** Puts a message into the inbox of one of this node's roles. */
  deliver(role: Role, message: Message): void;
}

/** Sees each message as it passes, and must not change it. */
export type Tap = (message: Message) => void;

/** Who is interested in a message. */
export interface Audience {
  /** Names of roles of this node. */
  readonly roles: readonly string[];
  /** Names of other nodes that it goes to. */
  readonly nodes: readonly string[];
}

/** Takes each message to all roles that are interested in it. */
export class Router {
  readonly #options: RouterOptions;
  /** What has been said once and need not be said again. */
  readonly #said = new Set<string>();
  readonly #taps = new Set<Tap>();

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** Lets somebody see all messages; dispose of it to end that. */
  tap(tap: Tap): Disposable {
    this.#taps.add(tap);
    return { [Symbol.dispose]: () => void this.#taps.delete(tap) };
  }

  /** Whom a message of this node would reach now. */
  audienceOf(message: Message): Audience {
    const { system, peers } = this.#options;
    return {
      roles: [...system.self.roles.values()]
        .filter((role) => this.#isInterested(role, message))
        .map(({ name }) => name),
      nodes: [...peers.values()]
        .filter((peer) =>
          peer.takesMessages && this.#isWantedBy(peer.node, message)
        )
        .map(({ node }) => node.name),
    };
  }

  /** Sends a message of this node to the interested roles of all nodes. */
  send({ message, frame }: Outgoing): void {
    this.#show(message);
    for (const peer of this.#options.peers.values()) {
      if (this.#isWantedBy(peer.node, message)) this.#sendTo(peer, frame);
    }
    this.#deliver(message, true);
  }

  /** Takes a message of another node to the interested roles of this one. */
  receive(frame: MessageFrame): void {
    const message = fromFrame(frame);
    this.#show(message);
    this.#deliver(message, false);
  }

  #show(message: Message): void {
    if (this.#taps.size === 0) return;
    for (const tap of this.#taps) tap(message);
  }

  #sendTo(peer: RouterPeer, frame: Span): void {
    const { name } = peer.node;
    if (peer.takesMessages) return peer.enqueue(frame);
    this.#options.drops.note(
      `node ${name}`,
      peer.policy === "never" ? "never" : "unlinked",
      1,
    );
    if (peer.policy !== "never") return;
    this.#sayOnce(
      `Messages for "${name}" are dropped: the connection policies say "never"`,
    );
  }

  /** @param isKept whether somebody else keeps the message, or its bytes */
  #deliver(message: Message, isKept: boolean): void {
    for (const role of this.#options.system.self.roles.values()) {
      if (!this.#isInterested(role, message)) continue;
      this.#options.deliver(role, isKept ? message.copy() : message);
      isKept = true;
    }
  }

  #isWantedBy(node: Node, message: Message): boolean {
    for (const role of node.roles.values()) {
      if (this.#isInterested(role, message)) return true;
    }
    return false;
  }

  #isInterested(role: Role, message: Message): boolean {
    try {
      return role.isInterestedIn(message) === true;
    } catch (error) {
      this.#sayOnce(
        `The role "${role}" gets no message that its isInterestedIn fails ` +
          `for: ${messageOf(error)}`,
      );
      return false;
    }
  }

  #sayOnce(text: string): void {
    if (this.#said.has(text)) return;
    // Texts name errors of roles, of which there is no end.
    if (this.#said.size < 1000) this.#said.add(text);
    this.#options.log("warning", "router", text);
  }
}
