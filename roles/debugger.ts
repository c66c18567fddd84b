import {
  type Message,
  messageOf,
  Order,
  printable,
  Role,
  type RoleInfo,
} from "kozo";
import { Inspection } from "./debugger/inspection.ts";
import { ownHost } from "./debugger/own-host.ts";
import { addressesAt } from "./debugger/targets.ts";

/** Characters that a password has to have where other machines may try. */
const SHORTEST_REMOTE_PASSWORD = 12;

/** The options of a {@link Debugger}, as `roleInfo` describes them. */
interface DebuggerConfig {
  readonly password: string | null;
  readonly allowRemote: boolean;
  readonly bindPort: number;
  readonly debugTimeout: number;
  readonly channel: string | null;
  readonly log: boolean;
}

/** Opens its node to a debugger when it is ordered to. */
class Debugger extends Role<DebuggerConfig> {
  /** There from the order until the node is closed again. */
  #session: Promise<void> | undefined;

  override isInterestedIn(message: Message): boolean {
    const { channel } = this.config;
    return message instanceof Order && message.type === "debug" &&
      (channel === null || message.channel === channel);
  }

  override async run(): Promise<void> {
    const order = await this.getMessage();
    if (order === undefined) return;
    const sender = printable(`${order.senderRole}@${order.sender}`);
    if (this.#session !== undefined) {
      return this.#note(
        `${sender} ordered the debugger, which is open already`,
      );
    }
    this.#session = this.#debug(sender)
      .finally(() => this.#session = undefined);
  }

  override async localStop(): Promise<void> {
    await this.#session;
  }

  async #debug(sender: string): Promise<void> {
    try {
      const why = await this.#letIn(sender);
      this.#note(`Closed the debugger: ${why}`);
    } catch (error) {
      if (this.signal.aborted) return;
      this.#note(`Cannot open the debugger: ${messageOf(error)}`, "warn");
    }
  }

  /** @returns why nobody can debug any more */
  async #letIn(sender: string): Promise<string> {
    const { allowRemote, bindPort, password, debugTimeout } = this.config;
    using inspection = await Inspection.open({
      // Every address of this machine, or one that no other has a way to.
      hostname: allowRemote ? undefined : "127.0.0.1",
      port: bindPort,
      password,
      timeout: debugTimeout,
      title: this.node.name,
      signal: this.signal,
      report: (text) => this.#note(text),
    });
    this.#announce(inspection, sender);
    return await inspection.over();
  }

  #announce({ port, token }: Inspection, sender: string): void {
    const { allowRemote, debugTimeout, password } = this.config;
    const host = `${allowRemote ? ownHost() : "127.0.0.1"}:${port}`;
    this.#note(
      `Opened the debugger at ${host} for ${debugTimeout} s, as ${sender} ordered`,
    );
    // These stay on this machine: whoever has the token may do anything here.
    if (password !== null) {
      this.info(
        `The addresses for Chrome and VS Code: "curl -u kozo ` +
          `http://${host}/json/list" asks for the password and prints them`,
      );
      return;
    }
    const { devtools, webSocket } = addressesAt(host, token);
    this.info(`Chrome: ${devtools}`);
    this.info(`VS Code: ${webSocket}`);
  }

  #note(text: string, level: "info" | "warn" = "info"): void {
    this[level](text);
    if (this.config.log) this.sendLog(text);
  }
}

/** What Kōzō needs to know about this module. */
export const roleInfo = {
  format: "1.0",
  class: Debugger,
  author: "Kōzō",
  version: "1.0",
  sends: [],
  description: "Opens its node to a debugger when it is ordered to.",
  config: {
    password: {
      default: null,
      type: "string",
      description:
        "What a debugger has to know. Left out: an address that is in the " +
        "node's own log only.",
    },
    allowRemote: {
      default: false,
      listens: "address",
      description:
        "Whether other machines may debug, without encryption; it takes a " +
        "password of at least 12 characters.",
    },
    bindPort: {
      default: 9229,
      type: "integer",
      minimum: 0,
      maximum: 65535,
      listens: "port",
      description: "TCP port that a debugger comes to; 0: any that is free.",
    },
    debugTimeout: {
      default: 600,
      minimum: 0.1,
      maximum: 86400,
      description: "Seconds in which a debugger has to come.",
    },
    channel: {
      default: null,
      type: "string",
      description: "Channel of the orders to follow; none: all.",
    },
    log: {
      default: true,
      description: "Whether to send log messages about who debugs.",
    },
  },
  check({ allowRemote, password }: DebuggerConfig) {
    if (password === "") return { password: "is empty: give one, or none" };
    const length = password?.length ?? 0;
    if (!allowRemote || length >= SHORTEST_REMOTE_PASSWORD) return {};
    return {
      allowRemote: "is true, so that other machines can try: that takes a " +
        `"password" of at least ${SHORTEST_REMOTE_PASSWORD} characters, and ` +
        (password === null ? "there is none" : `it has ${length}`),
    };
  },
} satisfies RoleInfo;
