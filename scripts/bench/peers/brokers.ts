import { KozoError } from "kozo";
import { wholeLines } from "../../support/lines.ts";
import { CERTIFICATE_FILES } from "./certificate-files.ts";
import { untilEnded } from "../../support/end-process.ts";
import { type Program, startProgram } from "./programs.ts";

/** Milliseconds that a broker may take to start. */
const START_TIME = 20_000;

/** How a broker is started. */
interface Recipe {
  readonly program: Program;
  /** The arguments before its configuration's path. */
  readonly args: readonly string[];
  /** What it says of its version. */
  readonly version: RegExp;
  /** What it says when it can be reached. */
  readonly ready: RegExp;
  /** Its configuration. */
  readonly config: (port: number) => string;
}

const { ca, cert, key } = CERTIFICATE_FILES;

/** All brokers: TLS with a certificate of each client, nothing kept on disk. */
const RECIPES = {
  mosquitto: {
    program: "mosquitto",
    args: ["-c"],
    version: /mosquitto version (\S+) starting/,
    ready: /mosquitto version \S+ running/,
    config: (port) =>
      `listener ${port} 127.0.0.1
cafile ${ca}
certfile ${cert}
keyfile ${key}
require_certificate true
use_identity_as_username true
set_tcp_nodelay true
max_queued_messages 0
user root
`,
  },
  nats: {
    program: "nats-server",
    args: ["-c"],
    version: /Version: +(\S+)/,
    ready: /Server is ready/,
    config: (port) =>
      `listen: "127.0.0.1:${port}"
tls { ca_file: "${ca}", cert_file: "${cert}", key_file: "${key}", verify: true }
`,
  },
} as const satisfies Record<string, Recipe>;

/** A broker that the benchmark can start. */
export type BrokerName = keyof typeof RECIPES;

/** The programs that each broker needs. */
export function programsOf(name: BrokerName): Program[] {
  return [RECIPES[name].program, "openssl"];
}

/** A broker on this machine's loopback address. */
export class Broker implements AsyncDisposable {
  readonly #recipe: Recipe;
  readonly #child: Deno.ChildProcess;
  readonly #log: string[] = [];
  readonly #ready = Promise.withResolvers<void>();
  readonly #output: Promise<void>;

  private constructor(recipe: Recipe, child: Deno.ChildProcess) {
    this.#recipe = recipe;
    this.#child = child;
    this.#output = this.#readLog();
  }

  /** The process's number. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Its version, or nothing if it does not say. */
  get version(): string | undefined {
    return this.#recipe.version.exec(this.#log.join("\n"))?.[1];
  }

  /**
   * Starts it, in a folder that has certificates.
   *
   * @throws {KozoError} when it does not start
   */
  static async start(
    name: BrokerName,
    port: number,
    folder: string,
  ): Promise<Broker> {
    const recipe: Recipe = RECIPES[name];
    await Deno.writeTextFile(`${folder}/broker.conf`, recipe.config(port));
    const args = [...recipe.args, "broker.conf"];
    const child = await startProgram(recipe.program, args, folder, "stderr");
    const broker = new Broker(recipe, child);
    try {
      await broker.#isReady();
      return broker;
    } catch (cause) {
      await broker[Symbol.asyncDispose]();
      const words = broker.#log.join("\n");
      throw new KozoError(`Cannot start "${name}": ${words}`, { cause });
    }
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await untilEnded(this.#child);
    await this.#output;
  }

  async #isReady(): Promise<void> {
    const { promise, reject } = this.#ready;
    const late = new KozoError(`${START_TIME / 1000} s have passed`);
    const timer = setTimeout(() => reject(late), START_TIME);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  async #readLog(): Promise<void> {
    for await (const line of wholeLines(this.#child.stderr)) {
      this.#log.push(line);
      if (this.#recipe.ready.test(line)) this.#ready.resolve();
    }
    this.#ready.reject(new KozoError("it has ended"));
  }
}
