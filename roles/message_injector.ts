import { KozoError, messageOf, Role, type RoleInfo } from "kozo";
import { Client } from "./message_injector/client.ts";
import type { Injection } from "./message_injector/injection.ts";
import { LineError } from "./message_injector/line-error.ts";
import { Lobby, type Place } from "./message_injector/lobby.ts";
import { isLoopback } from "./message_injector/loopback.ts";
import { Refusals } from "./message_injector/refusals.ts";

/** Characters of a line that a log message repeats, at most. */
const LONGEST_QUOTE = 200;

/** The options of a {@link MessageInjector}, as `roleInfo` describes them. */
interface InjectorConfig {
  readonly bindAddress: string;
  readonly bindPort: number;
  readonly password: string | null;
  readonly log: boolean;
}

/** Sends the messages that lines over TCP say, for whoever looks for a fault. */
class MessageInjector extends Role<InjectorConfig> {
  #listener: Deno.TcpListener | undefined;
  readonly #clients = new Set<Promise<void>>();
  readonly #lobby = new Lobby();
  readonly #refusals = new Refusals((text) => this.#note(text));
  /** Rejected when a client fails by a fault of ours. */
  readonly #fault = Promise.withResolvers<never>();

  override async run(): Promise<void> {
    this.#listen();
    try {
      await Promise.race([this.#accept(), this.#fault.promise]);
    } catch (error) {
      this.signal.throwIfAborted();
      throw error;
    }
  }

  override async localStop(): Promise<void> {
    this.#close();
    await Promise.all(this.#clients);
  }

  /** @throws {KozoError} when that cannot be: the role tries it again later */
  #listen(): void {
    const { bindAddress, bindPort } = this.config;
    try {
      this.#listener = Deno.listen({
        // Of the two that this name has, every program tries this one.
        hostname: bindAddress === "localhost" ? "127.0.0.1" : bindAddress,
        port: bindPort,
      });
    } catch (cause) {
      throw this.#cannotListen(cause);
    }
    this.signal.addEventListener("abort", () => this.#close(), { once: true });
  }

  #close(): void {
    this.#listener?.close();
    this.#listener = undefined;
  }

  async #accept(): Promise<void> {
    while (this.#listener !== undefined) {
      const conn = await this.#listener.accept();
      const done = this.#admit(conn).catch(this.#fault.reject)
        .finally(() => this.#clients.delete(done));
      this.#clients.add(done);
    }
  }

  async #admit(conn: Deno.TcpConn): Promise<void> {
    try {
      using place = this.#lobby.enter(conn.remoteAddr.hostname);
      if (this.config.password === null) place.letIn();
      await this.#clientAt(place, conn).serve();
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      await turnAway(conn, error);
    }
  }

  #clientAt(place: Place, conn: Deno.TcpConn): Client {
    const { hostname } = conn.remoteAddr;
    return new Client(conn, {
      limit: this.node.settings.maxMessageSize,
      password: this.config.password,
      signal: this.signal,
      sleep: (seconds) => this.sleep(seconds),
      letIn: () => place.letIn(),
      inject: (injection, line) => this.#inject(injection, line),
      refuse: ({ column, message }) =>
        this.#note(`Refused a line: column ${column}: ${message}`),
      refuseStranger: ({ message }) =>
        this.#refusals.note(`Refused a client at ${hostname}: ${message}`),
    });
  }

  #inject(injection: Injection, line: string): void {
    const { kind } = injection;
    if (kind === "log") this.sendLog(injection.text);
    else {
      const { type, channel, data } = injection;
      if (kind === "event") this.sendEvent(type, channel, data);
      else this.sendOrder(type, channel, data);
    }
    this.#note(`Injected ${cut(line)}`);
  }

  #note(text: string): void {
    this.debug(text);
    if (this.config.log) this.sendLog(text);
  }

  #cannotListen(cause: unknown): KozoError {
    const { bindAddress, bindPort } = this.config;
    const remedy = cause instanceof Deno.errors.AddrInUse
      ? 'another program listens there: stop it, or choose another "bindPort" ' +
        `for the role "${this.name}" of "${this.node.name}"`
      : cause instanceof Deno.errors.PermissionDenied
      ? 'ports below 1024 are for root: choose another "bindPort"'
      : `${messageOf(cause)}: check "bindAddress" and "bindPort"`;
    return new KozoError(
      `Cannot listen on port ${bindPort} of "${bindAddress}": ${remedy}`,
      { cause },
    );
  }
}

/** Answers a client that is one too many. */
async function turnAway(
  conn: Deno.Conn,
  { column, message }: LineError,
): Promise<void> {
  const answer = `error: column ${column}: ${message}\n`;
  // Whether it hears that is its own affair.
  await conn.write(new TextEncoder().encode(answer)).catch(() => {});
  conn.close();
}

function cut(line: string): string {
  return line.length <= LONGEST_QUOTE
    ? line
    : `${line.slice(0, LONGEST_QUOTE).toWellFormed()}…`;
}

/** What Kōzō needs to know about this module. */
export const roleInfo = {
  format: "1.0",
  class: MessageInjector,
  author: "Kōzō",
  version: "1.0",
  description: "Sends the messages that lines of text over TCP say.",
  config: {
    bindAddress: {
      default: "localhost",
      listens: "address",
      description: "Address to listen on.",
    },
    bindPort: {
      default: 7050,
      type: "integer",
      minimum: 1,
      maximum: 65535,
      listens: "port",
      description: "TCP port to listen on.",
    },
    password: {
      default: null,
      type: "string",
      description:
        "What each client has to give first. Other machines than this one " +
        "are let in with a password only.",
    },
    log: {
      default: true,
      description: "Whether to send a log message for each line.",
    },
  },
  check({ bindAddress, password }: InjectorConfig) {
    if (password === "") return { password: "is empty: give one, or none" };
    return password !== null || isLoopback(bindAddress) ? {} : {
      bindAddress: `is "${bindAddress}", where other machines can inject ` +
        'messages: give a "password", or listen on "localhost"',
    };
  },
} satisfies RoleInfo;
