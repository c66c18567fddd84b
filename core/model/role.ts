import { joinText } from "../text.ts";
import { Incoming } from "./incoming.ts";
import type { LogLevel } from "./log-level.ts";
import type { Message } from "./message.ts";
import type { Node } from "./node.ts";

/** What the running node gives to its own roles. */
export interface RoleHost {
  /** Aborted when the role is to end. */
  readonly signal: AbortSignal;
  /** See {@link Role.getMessage}. */
  getMessage(timeout: number | undefined): Promise<Message | undefined>;
  /** Takes the oldest message, if there is one. */
  pollMessage(): Message | undefined;
  /** See {@link Role.sendEvent} and {@link Role.sendOrder}. */
  send(
    kind: "event" | "order",
    type: string,
    channel: string | undefined,
    data: unknown,
  ): void;
  /** See {@link Role.sendLog}. */
  sendLog(text: string): void;
  /** Writes a line to the node's own log. */
  log(level: LogLevel, text: string): void;
  /** See {@link Role.sleep}. */
  sleep(seconds: number): Promise<void>;
  /** See {@link Role.getStorage}. */
  getStorage(): Promise<unknown>;
  /** See {@link Role.setStorage}. */
  setStorage(value: unknown): Promise<void>;
}

/** What a role is made from. The system builds it. */
export interface RoleContext<Config extends object = object> {
  /** Its name in the configuration. */
  readonly name: string;
  /** The node that runs it. */
  readonly node: Node;
  /** Its options, checked, defaults filled in. */
  readonly config: Readonly<Config>;
  /** `messageQueueLength` of its block, if it is there. */
  readonly messageQueueLength?: number;
  /** `messageQueueSize` of its block, if it is there. */
  readonly messageQueueSize?: number;
  /** What the running node gives, on the node that runs the role only. */
  readonly host?: RoleHost;
}

/** Messages that wait for a role at most, unless the configuration says more. */
export const DEFAULT_MESSAGE_QUEUE_LENGTH = 1024;

/** Bytes that wait for a role at most, unless the configuration says more. */
export const DEFAULT_MESSAGE_QUEUE_SIZE: number = 4 * 1024 * 1024;

/**
 * A task that a node performs: it sends messages, says which messages it is
 * interested in, and handles those.
 *
 * One object of it exists, on every node, for every role in the configuration,
 * since senders ask {@link Role.isInterestedIn} before they send. Only the node
 * that has the role calls anything else but {@link Role.init}.
 *
 * @typeParam Config the options that its metadata describes
 *
 * @example A role that prints every order it gets
 * ```ts
 * import { type Message, Order, Role, type RoleInfo } from "kozo";
 *
 * class Parrot extends Role {
 *   override isInterestedIn(message: Message): boolean {
 *     return message instanceof Order;
 *   }
 *   override async run(): Promise<void> {
 *     const message = await this.getMessage();
 *     if (message instanceof Order) this.info("Got", message.type);
 *   }
 * }
 *
 * export const roleInfo = {
 *   format: "1.0",
 *   class: Parrot,
 *   author: "You",
 *   version: "1.0",
 *   description: "Prints every order.",
 *   config: {},
 * } satisfies RoleInfo;
 * ```
 */
export abstract class Role<Config extends object = object> {
  /** Its name in the configuration. */
  readonly name: string;
  /** The node that runs it. */
  readonly node: Node;
  /** Its options, checked, defaults filled in. */
  readonly config: Readonly<Config>;
  readonly #context: RoleContext<Config>;

  /** Options are there already; what needs the network is for `localInit`. */
  constructor(context: RoleContext<Config>) {
    this.name = context.name;
    this.node = context.node;
    this.config = context.config;
    this.#context = context;
  }

  get #host(): RoleHost {
    const host = this.#context.host;
    if (host === undefined) {
      throw new TypeError(
        `Cannot use ${this} from here: it belongs to another node`,
      );
    }
    return host;
  }

  /** Aborted when the role is to end. Only on the node that runs the role. */
  get signal(): AbortSignal {
    return this.#host.signal;
  }

  /** Called on all nodes, before anything else. */
  init(): void | Promise<void> {}

  /**
   * Called after {@link Role.init}, only on the node that runs the role.
   *
   * @throws {StartError} to say that the node cannot start like this
   */
  localInit(): void | Promise<void> {}

  /**
   * The role's work, called again and again. When it throws, the role is
   * started anew after a while.
   */
  abstract run(): void | Promise<void>;

  /**
   * Called once when the role has ended, only on the node that runs it, after
   * a failure too. What is still in the inbox can be had by `getMessage(0)`.
   */
  localStop(): void | Promise<void> {}

  /**
   * Whether the role wants `message`. Senders on other nodes ask too, so the
   * answer may depend on the message and on the options, and on nothing else.
   * Default: no.
   */
  isInterestedIn(_message: Message): boolean {
    return false;
  }

  /**
   * Least number of seconds between the starts of two calls of `run`, or
   * nothing for no pause (the default). The first call waits a random part of
   * it, so that nodes started together do not work in step.
   */
  getRateControl(): number | undefined {
    return undefined;
  }

  /** True: no pause while messages are queued. Default: false. */
  getMessageRateControlOverride(): boolean {
    return false;
  }

  /**
   * Seconds that a call of `run` may go on without asking for a message, though
   * some wait, before the role counts as hung and is started anew; this may be
   * noticed up to a quarter later. Default: 60; `Infinity`: never.
   */
  getHangTimeout(): number {
    return 60;
  }

  /** Messages that wait for the role at most. Default: the configuration's, else 1024. */
  getMessageQueueLength(): number {
    return this.#context.messageQueueLength ?? DEFAULT_MESSAGE_QUEUE_LENGTH;
  }

  /** Bytes that wait for the role at most. Default: the configuration's, else 4 MiB. */
  getMessageQueueSize(): number {
    return this.#context.messageQueueSize ?? DEFAULT_MESSAGE_QUEUE_SIZE;
  }

  /**
   * Takes the oldest message from the inbox, or waits for one.
   *
   * @param timeout seconds to wait at most: 0 does not wait; the default, and
   * the most, is `connectionRetry`
   * @returns the message, or nothing when none came in time or the role ends
   * @throws the signal's reason when the role has ended, nothing is left and
   * the timeout is not 0
   */
  getMessage(timeout?: number): Promise<Message | undefined> {
    return this.#host.getMessage(timeout);
  }

  /** The messages as they come, until the role ends. */
  messages(): AsyncIterableIterator<Message> {
    return new Incoming(this.#host);
  }

  /**
   * Sends an event to all interested roles.
   *
   * @param type what kind of event, such as `tick`
   * @param channel a label that narrows the type down; default: none
   * @param data null, booleans, numbers, strings, `Date`, `Uint8Array`, and
   * arrays and plain objects of these; default: `{}`
   * @throws {MessageError} when the data is none of these, or too big
   */
  sendEvent(type: string, channel?: string, data: unknown = {}): void {
    this.#host.send("event", type, channel, data);
  }

  /**
   * Sends an order to all interested roles. As {@link Role.sendEvent}.
   *
   * @throws {MessageError} when the data cannot be sent
   */
  sendOrder(type: string, channel?: string, data: unknown = {}): void {
    this.#host.send("order", type, channel, data);
  }

  /** Sends a line, of all parts joined by spaces, to all interested loggers. */
  sendLog(...parts: unknown[]): void {
    this.#host.sendLog(joinText(parts));
  }

  /** Prints a line to the node's own log, for whoever looks for a fault. */
  debug(...parts: unknown[]): void {
    this.#host.log("debug", joinText(parts));
  }

  /** Prints a line to the node's own log. */
  info(...parts: unknown[]): void {
    this.#host.log("info", joinText(parts));
  }

  /** Prints a warning to the node's own log. */
  warn(...parts: unknown[]): void {
    this.#host.log("warning", joinText(parts));
  }

  /** Prints an error to the node's own log. */
  error(...parts: unknown[]): void {
    this.#host.log("error", joinText(parts));
  }

  /**
   * Waits.
   *
   * @param seconds how long
   * @throws the signal's reason when the role ends meanwhile
   */
  sleep(seconds: number): Promise<void> {
    return this.#host.sleep(seconds);
  }

  /**
   * What {@link Role.setStorage} stored last, also by an earlier run of the
   * program, or nothing.
   *
   * @throws {StorageError} when the file cannot be read
   */
  getStorage(): Promise<unknown> {
    return this.#host.getStorage();
  }

  /**
   * Stores a value of the kinds that `sendEvent` takes. Once it returns, the
   * value survives a power cut.
   *
   * @throws {StorageError} when the file cannot be written
   */
  setStorage(value: unknown): Promise<void> {
    return this.#host.setStorage(value);
  }

  /** `role@node`. */
  toString(): string {
    return `${this.name}@${this.node.name}`;
  }
}
