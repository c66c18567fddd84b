import { DEFAULT_SETTINGS } from "../config/settings.ts";
import type { LogLevel } from "../model/log-level.ts";
import type { Message } from "../model/message.ts";
import { Node } from "../model/node.ts";
import type { RoleContext, RoleHost } from "../model/role.ts";

/** What a role sent. */
export interface Sent {
  readonly kind: "event" | "order";
  readonly type: string;
  readonly channel: string | undefined;
  readonly data: unknown;
}

/** A line that a role wrote to the node's own log. */
export interface LogLine {
  readonly level: LogLevel;
  readonly text: string;
}

/** Stands in for a running node: it keeps a record of all that a role does. */
export class FakeRoleHost implements RoleHost {
  /** What the role sent, in order. */
  readonly sent: Sent[] = [];
  /** The log messages that the role sent, in order. */
  readonly logs: string[] = [];
  /** What the role wrote to the node's own log, in order. */
  readonly lines: LogLine[] = [];
  /** What the role stored last. */
  stored: unknown;
  readonly #controller = new AbortController();
  #inbox: Message[] = [];
  /** Wakes the role that waits for a message. */
  #wake = () => {};

  /** Aborted by {@link FakeRoleHost.stop}. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Messages that the role has not taken yet. */
  get waiting(): number {
    return this.#inbox.length;
  }

  /** The texts of the lines of one level. */
  texts(level: LogLevel): string[] {
    return this.lines.filter((line) => line.level === level)
      .map((line) => line.text);
  }

  /** Puts messages into the role's inbox. */
  push(...messages: Message[]): void {
    this.#inbox.push(...messages);
    this.#wake();
  }

  /** Tells the role to end. */
  stop(): void {
    this.#controller.abort(new Error("The role is to end"));
  }

  pollMessage(): Message | undefined {
    return this.#inbox.shift();
  }

  async getMessage(timeout = 60): Promise<Message | undefined> {
    if (this.#inbox.length === 0 && timeout > 0) await this.#arrival(timeout);
    return this.#inbox.shift();
  }

  send(
    kind: "event" | "order",
    type: string,
    channel: string | undefined,
    data: unknown,
  ): void {
    this.sent.push({ kind, type, channel, data: structuredClone(data) });
  }

  sendLog(text: string): void {
    this.logs.push(text);
  }

  log(level: LogLevel, text: string): void {
    this.lines.push({ level, text });
  }

  async sleep(seconds: number): Promise<void> {
    await this.#pause(seconds);
    this.signal.throwIfAborted();
  }

  getStorage(): Promise<unknown> {
    return Promise.resolve(structuredClone(this.stored));
  }

  setStorage(value: unknown): Promise<void> {
    this.stored = structuredClone(value);
    return Promise.resolve();
  }

  async #arrival(timeout: number): Promise<void> {
    await this.#pause(timeout, (wake) => this.#wake = wake);
    this.#wake = () => {};
  }

  /** Waits until the time is over, the role is to end, or `wake` is called. */
  #pause(
    seconds: number,
    giveWake: (wake: () => void) => void = () => {},
  ): Promise<void> {
    const { signal } = this;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, seconds * 1000);
      signal.addEventListener("abort", end, { once: true });
      giveWake(end);
    });
  }
}

/** A node for tests, this one unless that is denied. */
export function fakeNode(name = "node1", isSelf = true): Node {
  return new Node({
    name,
    isSelf,
    publicKey: "ssh-ed25519 AAAA",
    settings: DEFAULT_SETTINGS,
    selfToOthersConnectPolicy: "constant",
    othersToSelfConnectPolicy: "constant",
  });
}

/** What a role is made from: on its own node with a host, elsewhere without. */
export function fakeContext<Config extends object>(
  name: string,
  config: Config,
  host?: FakeRoleHost,
  node: Node = fakeNode("node1", host !== undefined),
): RoleContext<Config> {
  const context = { name, node, config };
  return host === undefined ? context : { ...context, host };
}
