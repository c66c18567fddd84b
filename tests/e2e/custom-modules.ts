import { dirname } from "node:path";
import type { Network } from "../support/network.ts";

/** TypeScript that is more than types: an enum, and private fields. */
export const BELL_TS = `
import { Event, type Message, Role, type RoleInfo } from "kozo";
import { loudness } from "helpers/loudness.ts";

enum Sound { Ding = "ding", Dong = "dong" }

class Bell extends Role<{ readonly pin: number }> {
  #rung = 0;
  override isInterestedIn(message: Message): boolean {
    return message instanceof Event && message.type === "answer" &&
      message.channel === "wanted";
  }
  override getRateControl(): number {
    return 0.1;
  }
  override async run(): Promise<void> {
    this.#rung += 1;
    this.sendEvent(Sound.Ding, undefined, this.config.pin + loudness);
    const message = await this.getMessage(0);
    if (message instanceof Event) this.info("Heard", message.channel);
  }
}

export const roleInfo = {
  format: "1.0",
  class: Bell,
  author: "You",
  version: "1.0",
  description: "Rings.",
  config: { pin: { default: 4, type: "integer", description: "The pin." } },
} satisfies RoleInfo;
`;

/** Plain JavaScript, and a file beside it. */
export const PORTER_JS = `
import { Event, Role } from "kozo";
import { greeting } from "./greeting.js";

class Porter extends Role {
  isInterestedIn(message) {
    return message instanceof Event && message.type === "ding";
  }
  async run() {
    const message = await this.getMessage();
    if (message === undefined) return;
    this.info(greeting, message.data);
    this.sendEvent("answer", "unwanted");
    this.sendEvent("answer", "wanted");
  }
}

export const roleInfo = {
  format: "1.0",
  class: Porter,
  author: "You",
  version: "1.0",
  description: "Answers the bell.",
  config: {},
};
`;

/** A transport of one's own. */
export const UNIX_TS = `
import {
  AuthenticatedTransport,
  Handoff,
  type Transport,
  type TransportInfo,
} from "kozo";
import { connect, createServer, type Socket } from "node:net";

class UnixSocket extends AuthenticatedTransport<{ readonly path: string }> {
  readonly #connections = new Handoff<Socket>();

  override bind(): Promise<void> {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      this.#connections.give(socket);
    });
    this.signal.addEventListener("abort", () => server.close());
    return new Promise((resolve, reject) => {
      server.once("error", reject).listen(this.config.path, resolve);
    });
  }

  override acceptUnauthenticatedConnection(signal: AbortSignal) {
    return this.#connections.take(signal);
  }

  override getUnauthenticatedConnectAddresses(other: Transport): string[] {
    return other instanceof UnixSocket ? [other.config.path] : [];
  }

  override getUnauthenticatedSocket(
    _other: Transport,
    _addressIndex: number,
    address: unknown,
  ): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(String(address));
      socket.once("error", reject).once("connect", () => resolve(socket));
    });
  }
}

export const transportInfo = {
  format: "1.0",
  class: UnixSocket,
  author: "You",
  version: "1.0",
  description: "Links nodes on one machine.",
  config: { path: { type: "path", description: "Path of the socket." } },
} satisfies TransportInfo;
`;

/** Writes files of the network, each with its folder. */
export async function writeFiles(
  network: Network,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await Deno.mkdir(dirname(network.path(file)), { recursive: true });
    await Deno.writeTextFile(network.path(file), text);
  }
}
