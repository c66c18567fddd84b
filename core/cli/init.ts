import type { Command } from "commander";
import { dirname, join } from "node:path";
import { firstConfig } from "../config/edit/first-config.ts";
import { describeSchema } from "../config/schema/describe.ts";
import { NO_PATHS } from "../modules/paths.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { generateKeyPair, parsePublicKey, publicPath } from "../ssh/keys.ts";
import { shellWord } from "../wording.ts";
import { ask, canAsk } from "./ask.ts";
import { checkDraft } from "./check-draft.ts";
import { examples } from "./examples.ts";
import { type FirstFiles, refuseExisting, writeFirst } from "./first-files.ts";
import {
  checkNodeName,
  collectAddresses,
  nodeNameFault,
  parsePort,
} from "./node-arguments.ts";
import { nodePlace } from "./node-place.ts";
import { lookAround, suggestAddresses, suggestName } from "./own-addresses.ts";
import { ownCommand } from "./own-command.ts";
import { print } from "./print.ts";
import type { Starter } from "./starter.ts";

interface InitFlags {
  readonly name?: string;
  readonly address?: readonly string[];
  readonly port?: number;
}

/** What has to be known of the first node. */
interface Answers {
  readonly name: string;
  readonly address: readonly string[];
}

/** Adds `kozo init`. */
export function addInit(
  program: Command,
  registry: ModuleRegistry,
  starter: Starter,
): void {
  program.command("init")
    .description("begin a network with this machine")
    .argument("[config]", "the file to write", "config.yml")
    .option("--name <name>", "what this node is called")
    .option(
      "--address <address>",
      "where others reach it; several: with commas",
      collectAddresses,
    )
    .option("--port <port>", "where it listens", parsePort)
    .addHelpText("after", HELP)
    .action(async (config: string, flags: InitFlags) => {
      await refuseExisting(config);
      const files = await compose(config, flags, registry, starter);
      await writeFirst(files);
      print(report(files));
    });
}

async function compose(
  config: string,
  flags: InitFlags,
  registry: ModuleRegistry,
  starter: Starter,
): Promise<FirstFiles> {
  const { name, address } = answers(flags);
  const keys = generateKeyPair();
  const privateKey = `${name}.key`;
  const text = firstConfig({
    ...starter,
    ...nodePlace(address, flags.port),
    name,
    privateKey,
    publicKey: parsePublicKey(keys.publicKey).line,
    roleStorage: STORAGE,
  }, SCHEMA);
  await checkDraft(config, text, registry, name);
  using all = registry.open(NO_PATHS);
  const folder = dirname(config);
  return {
    name,
    config,
    text,
    keys,
    privateKey: join(folder, privateKey),
    storage: join(folder, STORAGE),
    schema: join(folder, SCHEMA),
    schemaText: `${(await describeSchema(all)).text}\n`,
  };
}

/** The flags, and where there are none what the user says, or else a guess. */
function answers(flags: InitFlags): Answers {
  const network = lookAround();
  const guess = {
    name: suggestName(network.hostname),
    address: suggestAddresses(network),
  };
  if (flags.name !== undefined) checkNodeName(flags.name);
  if (!canAsk()) return { ...guess, ...flags };
  return {
    name: flags.name ?? askName(guess.name),
    address: flags.address ?? askAddresses(guess.address),
  };
}

function askName(suggestion: string): string {
  const text = "What is this node to be called?";
  return ask({ text, suggestion, fault: nodeNameFault });
}

function askAddresses(guess: readonly string[]): readonly string[] {
  const text = "Where do other nodes reach it?";
  return collectAddresses(ask({ text, suggestion: guess.join(", ") }));
}

function report({ name, config, privateKey, schema, storage }: FirstFiles) {
  const kozo = ownCommand();
  const file = shellWord(config);
  const option = config === "config.yml" ? "" : ` --config ${file}`;
  return `\
Wrote ${config}: a network of one node, "${name}"
  ${privateKey}, the node's key: it stays on this machine
  ${publicPath(privateKey)}, its public half
  ${schema}, by which editors complete and check the file
  ${storage}, for what its roles remember

Run the node:
  ${kozo} run ${file} ${name}
Add another machine, by a name and its address:
  ${kozo} node add scribe --address scribe.local${option}`;
}

/** The folder for what roles store, beside the configuration. */
const STORAGE = "storage";

/** The schema's file: its name does not begin as the configuration's does. */
const SCHEMA = "kozo.schema.json";

const HELP = `
On a terminal it asks for what no flag says. It never overwrites a file.
` + examples([
  ["kozo init", "asks, and writes config.yml"],
  ["kozo init --name clock --address 192.168.1.20", "asks nothing"],
], [0, 1]);
