import { Event, Log, type Message } from "kozo";
import { Composer } from "../../core/runtime/composer.ts";
import { Drops } from "../../core/runtime/drops.ts";
import { RoleSupervisor } from "../../core/runtime/role-supervisor.ts";
import { VolatileStorage } from "../../core/runtime/storage.ts";
import { Topics } from "../../core/wire/topics.ts";
import { encodeValue } from "../../core/wire/value.ts";
import { makeNode } from "../support/system.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";
import { addRole, type Script } from "./scripted-role.ts";

/** A role under its supervisor, on a virtual clock, and what becomes of it. */
export class Supervised implements AsyncDisposable {
  readonly environment = new VirtualEnvironment();
  readonly node = makeNode("clock", { isSelf: true });
  /** The lines of the node's log but for those for debugging. */
  readonly lines: string[] = [];
  readonly sent: Message[] = [];
  readonly drops = new Drops(this.environment, (text) => this.lines.push(text));
  readonly supervisor: RoleSupervisor;
  readonly #life = new AbortController();
  readonly #running: Promise<void>;

  /** @param onMake is called each time that the role is made */
  constructor(script: Script, onMake: () => void = () => {}) {
    this.supervisor = new RoleSupervisor({
      identity: {
        name: "bird",
        node: this.node,
        storage: new VolatileStorage({
          role: "bird",
          node: "clock",
          warn: () => {},
        }),
      },
      services: {
        environment: this.environment,
        log: (level, source, text) => {
          if (level !== "debug") this.lines.push(`${level} ${source}: ${text}`);
        },
        composer: new Composer(new Topics(), 2 ** 20),
        send: ({ message }) => this.sent.push(message),
      },
      drops: this.drops,
      create: (host) => {
        onMake();
        return addRole(this.node, "bird", script, host);
      },
    });
    this.#running = this.supervisor.run(this.#life.signal);
  }

  /** Asks the role to end, and waits until it has. */
  async stop(): Promise<void> {
    this.#life.abort();
    // As long as it may take, and no longer.
    await this.environment.advance(1);
    await this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

const origin = { sender: "other", senderRole: "tester", timestamp: 1.5 };

/** A log message of somebody. */
export function logMessage(text: string): Log {
  return new Log(origin, text);
}

/** An event of somebody. */
export function eventMessage(type: string, data: unknown = {}): Event {
  return new Event(origin, type, undefined, encodeValue(data));
}
