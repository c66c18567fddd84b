import { type Environment, sleep } from "../environment.ts";
import type { LinkError } from "../errors.ts";
import { joinText } from "../text.ts";
import type { Channel } from "./channel.ts";
import type { LogLevel } from "./log-level.ts";
import type { Node } from "./node.ts";
import type { System } from "./system.ts";
import type {
  TransportFault,
  TransportSurroundings,
} from "./transport-check.ts";

/** How much the system prefers a transport over another. */
export const Priority = {
  WORST: 0,
  BAD: 1,
  MEH: 2,
  GOOD: 3,
  BEST: 4,
} as const;

/** One of the five priorities, from {@link Priority.WORST} to {@link Priority.BEST}. */
export type Priority = typeof Priority[keyof typeof Priority];

/** What the running node gives to its own transports. */
export interface TransportHost {
  /** All nodes of the configuration. */
  readonly system: System;
  /** Time and chance. */
  readonly environment: Environment;
  /** Aborted when the node stops. */
  readonly signal: AbortSignal;
  /** The node's private key as the text of its file. */
  readonly privateKey: string;
  /**
   * Folder for files of the node's transports: `transports`, beside the node's
   * `roleStorage`. Whoever writes there makes it. Nothing: the node has no
   * `roleStorage`.
   */
  readonly folder?: string;
  /**
   * Whether it is not the node that runs, but somebody in its place who dials,
   * as `kozo doctor` does. The node itself may run beside: so nothing may be
   * written or announced in its name, nor taken away that it needs. Default:
   * false.
   */
  readonly isStandIn?: boolean;
  /** Writes a line to the node's log. */
  log(level: LogLevel, text: string): void;
}

/** What a transport is made from. The system builds it. */
export interface TransportContext<Config extends object = object> {
  /** Its name in the configuration. */
  readonly name: string;
  /** The node that has it. */
  readonly node: Node;
  /** Its options, checked, defaults filled in. */
  readonly config: Readonly<Config>;
  /** What the running node gives, on the node that has the transport only. */
  readonly host?: TransportHost;
}

/**
 * A way for nodes to reach each other. Extend `AuthenticatedTransport` unless
 * the medium itself encrypts and authenticates.
 *
 * One object of it exists, on every node, for every transport in the
 * configuration: the others' tell what is needed to reach them.
 *
 * @typeParam Config the options that its metadata describes
 *
 * @example A transport that others dial, and that never dials itself
 * ```ts
 * import { type Channel, Handoff, LinkError, LinkReason, Transport } from "kozo";
 *
 * class Doorway extends Transport {
 *   // Whatever listens gives it authenticated and encrypted channels.
 *   readonly channels: Handoff<Channel> = new Handoff();
 *
 *   override canConnect(): boolean {
 *     return false;
 *   }
 *   override accept(signal: AbortSignal): Promise<Channel> {
 *     return this.channels.take(signal);
 *   }
 *   override connect(other: Transport): Promise<never> {
 *     const why = `Cannot connect to ${other}: "${this.name}" only listens`;
 *     return Promise.reject(new LinkError(LinkReason.NoTransport, why));
 *   }
 * }
 * ```
 */
export abstract class Transport<Config extends object = object> {
  /** Its name in the configuration. */
  readonly name: string;
  /** The node that has it. */
  readonly node: Node;
  /** Its options, checked, defaults filled in. */
  readonly config: Readonly<Config>;
  readonly #host: TransportHost | undefined;

  /** Options are there already; other nodes may not be: see `init`. */
  constructor(context: TransportContext<Config>) {
    this.name = context.name;
    this.node = context.node;
    this.config = context.config;
    this.#host = context.host;
  }

  /** Whether the node that has it is the one that this program runs. */
  get isSelf(): boolean {
    return this.node.isSelf;
  }

  /**
   * What the running node gives.
   *
   * @throws {TypeError} on a transport of another node
   */
  protected get host(): TransportHost {
    if (this.#host === undefined) {
      throw new TypeError(
        `Cannot use ${this} from here: it belongs to another node`,
      );
    }
    return this.#host;
  }

  /** Aborted when the node stops. Only on the node that has the transport. */
  protected get signal(): AbortSignal {
    return this.host.signal;
  }

  /** Called on all nodes, before anything else. No networking here. */
  init(): void | Promise<void> {}

  /** Called after {@link Transport.init}, only on the node that has it. */
  localInit(): void | Promise<void> {}

  /**
   * Called after {@link Transport.localInit}, only on the node that has it: the
   * place to listen. The node's roles have not begun yet.
   *
   * @throws {StartError} when it cannot; the node then does not start
   */
  bind(): void | Promise<void> {}

  /**
   * Called when the node has read its configuration anew, and other nodes, or
   * their transports, are not what they were: `host.system` has them as they
   * are now. Only on the node that has the transport. What it throws is logged.
   */
  nodesChanged(): void | Promise<void> {}

  /** How much the system prefers it. Default: {@link Priority.MEH}. */
  getPriority(): Priority {
    return Priority.MEH;
  }

  /**
   * Seconds of silence that a link over it survives, however short the
   * heartbeats are. Default: 0, so that the heartbeats alone decide; a medium
   * that stands still at times needs more.
   */
  getPatience(): number {
    return 0;
  }

  /**
   * What keeps it from being of use just now, though it has started: a service
   * that it depends on is not there, for instance. `kozo status` and `kozo
   * doctor` ask for it, at any time, on the node that has the transport only;
   * so it says what it knows already, and waits for nothing.
   *
   * Default: nothing, as far as it knows.
   *
   * @returns the reason, and in the message what was found
   */
  getTrouble(): LinkError | undefined {
    return undefined;
  }

  /** Whether others can connect to it. Default: yes. */
  canAccept(): boolean {
    return true;
  }

  /** Whether it can connect to `other`. Default: when both are of one class. */
  canConnect(other: Transport): boolean {
    return other.constructor === this.constructor;
  }

  /**
   * Why it cannot connect to `other`, in words that stand behind a colon. `kozo
   * check` and `kozo doctor` ask for it where {@link Transport.canConnect}, or
   * the other's {@link Transport.canAccept}, says no. Default: nothing but that
   * is to be said.
   */
  whyNotConnect(_other: Transport): string | undefined {
    return undefined;
  }

  /**
   * Finds what is wrong with it that its options alone do not show: with the
   * other nodes, or with files. `kozo check` asks for it, after {@link
   * Transport.init}, on every node's transports. It writes nothing, and
   * connects to nobody. Default: nothing is.
   */
  inspect(
    _surroundings: TransportSurroundings,
  ): readonly TransportFault[] | Promise<readonly TransportFault[]> {
    return [];
  }

  /**
   * Waits for a connection, authenticates it and returns its channel. It is
   * called again and again.
   *
   * @throws the signal's reason when that is aborted
   */
  abstract accept(signal: AbortSignal): Promise<Channel>;

  /**
   * Connects to another node's transport.
   *
   * @throws {LinkError} when that fails, with the reason
   */
  abstract connect(other: Transport, signal: AbortSignal): Promise<Channel>;

  /**
   * Waits.
   *
   * @param seconds how long
   * @throws the signal's reason when the node stops meanwhile
   */
  protected sleep(seconds: number): Promise<void> {
    return sleep(this.host.environment, seconds, this.signal);
  }

  /** Logs a line that matters for whoever looks for a fault. */
  protected debug(...parts: unknown[]): void {
    this.host.log("debug", joinText(parts));
  }

  /** Logs a change of state. */
  protected info(...parts: unknown[]): void {
    this.host.log("info", joinText(parts));
  }

  /** Logs something that should be looked at. */
  protected warn(...parts: unknown[]): void {
    this.host.log("warning", joinText(parts));
  }

  /** Logs something that is broken. */
  protected error(...parts: unknown[]): void {
    this.host.log("error", joinText(parts));
  }

  /** `transport@node`. */
  toString(): string {
    return `${this.name}@${this.node.name}`;
  }
}
