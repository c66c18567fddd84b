import { onionKeyFile, provideOnionKey } from "kozo";
import { parse } from "yaml";
import { KozoError } from "../../core/errors.ts";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { messageOf } from "../../core/text.ts";
import { freePorts } from "./ports.ts";
import type { Template } from "./template.ts";

/** Only its owner may read a key: nodes refuse it otherwise. */
const PRIVATE = 0o600;

/** The files of a network on this machine, all below one folder. */
export class NetworkFolder {
  /** The folder itself. */
  readonly path: string;
  /** The names of the nodes, in the order of the configuration. */
  readonly nodes: readonly string[];
  /** What the logger writes. */
  readonly log: string;

  private constructor(path: string, system: object) {
    this.path = path;
    this.nodes = Object.keys(system);
    this.log = `${path}/${logFile(system)}`;
  }

  /**
   * Makes what is missing: the folder, a pair of keys for each node, the
   * configuration. What an earlier run or the user has put there stays.
   *
   * @throws {KozoError} when that fails
   */
  static async make(path: string, template: Template): Promise<NetworkFolder> {
    try {
      await Deno.mkdir(`${path}/keys`, { recursive: true, mode: 0o700 });
      await writeConfig(path, template);
      return new NetworkFolder(path, await readSystem(configOf(path)));
    } catch (cause) {
      throw new KozoError(
        `Cannot make the testnet in "${path}": ${messageOf(cause)}`,
        { cause },
      );
    }
  }

  /** The configuration of all nodes. */
  get config(): string {
    return configOf(this.path);
  }

  /** The folder with all keys. */
  get keys(): string {
    return `${this.path}/keys`;
  }

  /** The file of the key of a node's onion service. */
  onionKey(node: string): string {
    return onionKeyOf(this.path, node);
  }

  /** The folder in which roles keep what they store. */
  get storage(): string {
    return `${this.path}/storage`;
  }
}

function configOf(path: string): string {
  return `${path}/config.yml`;
}

/** Where the node itself would look for it. */
function onionKeyOf(path: string, node: string): string {
  return onionKeyFile(`${path}/transports`, node, "onion");
}

async function writeConfig(path: string, template: Template): Promise<void> {
  if (await exists(configOf(path))) return;
  const publicKeys = new Map<string, string>();
  for (const node of template.nodes) {
    publicKeys.set(node, await provideKey(`${path}/keys/${node}`));
  }
  const onionAddresses = new Map<string, string>();
  for (const node of template.onions) {
    const { name } = await provideOnionKey(onionKeyOf(path, node));
    onionAddresses.set(node, name);
  }
  const ports = freePorts(template.ports);
  const config = template.fill({ publicKeys, ports, onionAddresses });
  await Deno.writeTextFile(configOf(path), config);
}

/** The public half of the key in `file`, which is made when missing. */
async function provideKey(file: string): Promise<string> {
  const publicFile = `${file}.pub`;
  if (await exists(file) && await exists(publicFile)) {
    return (await Deno.readTextFile(publicFile)).trim();
  }
  const { privateKey, publicKey } = generateKeyPair("ed25519");
  await Deno.writeTextFile(file, privateKey, { mode: PRIVATE });
  await Deno.writeTextFile(publicFile, `${publicKey.trim()}\n`);
  return publicKey.trim();
}

/** What the file says of the nodes; whether it is right is for them to judge. */
async function readSystem(config: string): Promise<object> {
  const system = property(parseYaml(await Deno.readTextFile(config)), "system");
  if (typeof system === "object" && system !== null) return system;
  throw new KozoError('config.yml has no "system" block');
}

/** The file of the first logger. */
function logFile(system: object): string {
  const files = Object.values(system).map((node) =>
    property(property(property(node, "roles"), "logger"), "file")
  );
  return files.find((file) => typeof file === "string") ?? "none.log";
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const [complaint = ""] = messageOf(cause).split(/:?\\n/);
    throw new KozoError(`config.yml is not YAML: ${complaint}`, { cause });
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Reflect.get(value, name)
    : undefined;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
