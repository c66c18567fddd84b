import type { Command } from "commander";
import { loadConfig } from "../config/load.ts";
import type { BlockConfig, NodeConfig } from "../config/config.ts";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { onionKeyFile, provideOnionKey } from "../net/onion-key-file.ts";
import { transportFolder } from "../runtime/storage-folder.ts";
import { findNode } from "../runtime/system-builder.ts";
import { quote } from "../wording.ts";
import { examples } from "./examples.ts";
import { print } from "./print.ts";

/** The type of the transports that have onion services. */
const TYPE = "onion";

interface OnionFlags {
  readonly json: boolean;
}

/** An onion service of a node. */
interface OnionService {
  /** The name of the transport that has it. */
  readonly transport: string;
  /** `….onion` */
  readonly address: string;
}

/** Adds `kozo onion-address`. */
export function addOnionAddress(
  program: Command,
  registry: ModuleRegistry,
): void {
  program.command("onion-address")
    .description("print the address of a node's onion service")
    .argument("<config>", "the network's configuration file")
    .argument("<node>", "the name of the node that this machine is")
    .option("--json", "as one JSON object", false)
    .addHelpText("after", HELP)
    .action(async (config: string, node: string, { json }: OnionFlags) => {
      const services = await onionServices(config, node, registry);
      print(json ? JSON.stringify({ node, services }) : describe(services));
    });
}

/** One address a line; of several each behind its transport's name. */
function describe(services: readonly OnionService[]): string {
  const [only, ...others] = services;
  if (only !== undefined && others.length === 0) return only.address;
  return services.map(({ transport, address }) => `${transport} ${address}`)
    .join("\n");
}

/**
 * The onion services that a node makes itself. A key that is missing is made.
 *
 * @throws {UsageError} when the node makes no such service
 * @throws {StartError} when a key cannot be used
 */
async function onionServices(
  file: string,
  name: string,
  registry: ModuleRegistry,
): Promise<OnionService[]> {
  // The address may be what the file lacks.
  const config = await loadConfig(file, registry, name, { isDraft: true });
  const node = findNode(config, name);
  const services = node.transports.filter(makesService);
  if (services.length === 0) throw withoutService(node);
  const { roleStorage } = node;
  if (roleStorage === undefined) throw withoutStorage(node);
  const folder = transportFolder(roleStorage);
  const found: OnionService[] = [];
  for (const { name: transport } of services) {
    const file = onionKeyFile(folder, name, transport);
    const { name: address } = await provideOnionKey(file);
    found.push({ transport, address });
  }
  return found;
}

function makesService({ type, options }: BlockConfig): boolean {
  return type === TYPE && typeof options.controlPort === "string" &&
    options.outgoingOnly !== true;
}

function withoutService({ name, transports }: NodeConfig): UsageError {
  const isOutgoing = transports.some(({ type, options }) =>
    type === TYPE && options.outgoingOnly === true
  );
  return new UsageError(
    `Cannot tell the onion address of the node ${quote(name)}: ` +
      (isOutgoing
        ? 'it only dials, and so has none; remove "outgoingOnly", and set a ' +
          '"controlPort", if others are to dial it'
        : 'it makes no onion service; give it a transport "onion" with a ' +
          '"controlPort"'),
  );
}

function withoutStorage({ name }: NodeConfig): UsageError {
  return new UsageError(
    `Cannot tell the onion address of the node ${quote(name)}: set its ` +
      '"roleStorage", for the key of its onion service is kept beside that',
  );
}

const HELP = `
For a node with a transport "onion" that has a "controlPort". The key by which
it has the address is made if there is none, in the folder "transports" beside
the node's "roleStorage". The file may lack the address still.
` + examples([
  ["kozo onion-address config.yml hall", "for all copies of the file"],
  ["kozo onion-address /etc/kozo/config.yml hall", "where it is installed"],
], [0, 1, 2, 3, 4, 5]);
