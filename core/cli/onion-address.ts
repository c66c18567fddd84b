import type { Command } from "commander";
import { loadConfig } from "../config/load.ts";
import type { BlockConfig, NodeConfig } from "../config/config.ts";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { OnionKey, onionKeyFile } from "../net/onion-key.ts";
import { transportFolder } from "../runtime/storage-folder.ts";
import { findNode } from "../runtime/system-builder.ts";
import { quote } from "../wording.ts";
import { print } from "./print.ts";

/** The type of the transports that have onion services. */
const TYPE = "onion";

/** Adds `kozo onion-address`. */
export function addOnionAddress(
  program: Command,
  registry: ModuleRegistry,
): void {
  program.command("onion-address")
    .description("print the address of a node's onion service")
    .argument("<config>", "the network's configuration file")
    .argument("<node>", "the name of the node that this machine is")
    .addHelpText("after", HELP)
    .action(async (config: string, node: string) =>
      print(await describeOnionAddress(config, node, registry))
    );
}

/**
 * The address of each onion service that a node makes itself, one a line; with
 * several of them behind the transport's name. A key that is missing is made.
 *
 * @throws {UsageError} when the node makes no such service
 * @throws {StartError} when a key cannot be used
 */
async function describeOnionAddress(
  file: string,
  name: string,
  registry: ModuleRegistry,
): Promise<string> {
  // The address may be what the file lacks.
  const config = await loadConfig(file, registry, name, { isDraft: true });
  const node = findNode(config, name);
  const services = node.transports.filter(makesService);
  if (services.length === 0) throw withoutService(node);
  const { roleStorage } = node;
  if (roleStorage === undefined) throw withoutStorage(node);
  const lines: string[] = [];
  for (const transport of services) {
    const folder = transportFolder(roleStorage);
    const key = await OnionKey.provide(
      onionKeyFile(folder, name, transport.name),
    );
    lines.push(
      services.length === 1 ? key.name : `${transport.name} ${key.name}`,
    );
  }
  return lines.join("\n");
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

Examples:
  kozo onion-address config.yml hall             for all copies of the file
  kozo onion-address /etc/kozo/config.yml hall   where it is installed
`;
