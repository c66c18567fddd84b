import { join } from "node:path";
import { stringify } from "yaml";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { eventually } from "./eventually.ts";
import { Program } from "./program.ts";

/** Options by name, as in the configuration. */
export type Block = Record<string, unknown>;

/** A configuration, before it becomes the text of a file. */
export interface Config extends Block {
  readonly system: Record<string, Block>;
}

/** How a node is started. */
export interface StartOptions {
  /** The configuration's file. Default: that of the network. */
  readonly config?: string;
  /** What follows the node's name on the command line. */
  readonly args?: readonly string[];
  /** The script that is run. Default: the program itself. */
  readonly script?: string;
  /** A command that becomes the command which follows it. */
  readonly wrapper?: readonly string[];
}

/** Everything is of interest to whoever reads why a test failed. */
const TALKATIVE = ["--log-level", "debug"];

/** The files of a network in a temporary folder, and what runs of it. */
export class Network implements AsyncDisposable {
  /** The folder. Its `config.yml` is the network's, relative paths start here. */
  readonly folder: string;
  /** The configuration: a change of it counts once {@link write} was called. */
  readonly config: Config;
  readonly #ports: ReadonlyMap<string, number>;
  readonly #programs: Program[] = [];

  private constructor(
    folder: string,
    config: Config,
    ports: ReadonlyMap<string, number>,
  ) {
    this.folder = folder;
    this.config = config;
    this.#ports = ports;
  }

  /**
   * Makes a network. Each node gets a pair of keys, and a `tcp` on a free port
   * of the loopback address unless its block says something of `transports`.
   *
   * @param nodes a block for each node, by name
   * @param options the root options
   */
  static async make(
    nodes: Readonly<Record<string, Block>>,
    options: Block = {},
  ): Promise<Network> {
    const names = Object.keys(nodes);
    const free = freePorts(names.length);
    const ports = new Map(names.map((name, i) => [name, free[i] ?? 0]));
    const folder = await Deno.makeTempDir({ prefix: "kozo-network-" });
    const network = new Network(folder, { system: {}, ...options }, ports);
    for (const [name, block] of Object.entries(nodes)) {
      network.config.system[name] = {
        privateKey: name,
        publicKey: await network.makeKey(name),
        transports: { tcp: tcpAt(network.port(name)) },
        ...block,
      };
    }
    await network.write();
    return network;
  }

  /** The port of a node's `tcp`. */
  port(node: string): number {
    return this.#ports.get(node) ?? 0;
  }

  /** The path of a file of the network. */
  path(file: string): string {
    return join(this.folder, file);
  }

  /** The text of a file of the network; a missing file is an empty one. */
  async read(file: string): Promise<string> {
    try {
      return await Deno.readTextFile(this.path(file));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return "";
      throw error;
    }
  }

  /**
   * Waits until a file of the network has something in it, and gives its text.
   *
   * @param from where in the text to begin
   */
  async waitForFile(file: string, wanted: RegExp, from = 0): Promise<string> {
    const tail = async () => (await this.read(file)).slice(from);
    await eventually(
      async () => wanted.test(await tail()),
      async () => `"${file}" has no ${wanted}:\n${await tail()}`,
    );
    return await tail();
  }

  /** Writes a configuration file. */
  async write(file = "config.yml", config: Config = this.config) {
    await Deno.writeTextFile(this.path(file), stringify(config));
  }

  /** Writes a private key, and gives the public half of it. */
  async makeKey(file: string): Promise<string> {
    const { privateKey, publicKey } = generateKeyPair();
    await Deno.writeTextFile(this.path(file), privateKey, { mode: 0o600 });
    return publicKey.trim();
  }

  /** Starts a node, which ends with the network at the latest. */
  start(node: string, options: StartOptions = {}): Program {
    const { config = "config.yml", args = TALKATIVE } = options;
    const { script, wrapper } = options;
    return this.run(["run", config, node, ...args], script, wrapper);
  }

  /** Starts the program with any arguments, in the network's folder. */
  run(
    args: readonly string[],
    script = `${ROOT}/main.ts`,
    wrapper: readonly string[] = [],
  ): Program {
    const program = new Program(script, args, this.folder, wrapper);
    this.#programs.push(program);
    return program;
  }

  /** Ends all that runs, and removes all files. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.kill()));
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** A `tcp` that is reached, and listens, on this machine only. */
export function tcpAt(port: number): Block {
  return { address: "127.0.0.1", bindAddress: "127.0.0.1", port };
}
