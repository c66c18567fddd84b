import type { Command } from "commander";
import { describeSchema } from "../config/schema/describe.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { examples } from "./examples.ts";
import { openLibrary } from "./open-library.ts";
import { print, printAside } from "./print.ts";

/** Adds `kozo schema`. */
export function addSchema(program: Command, registry: ModuleRegistry): void {
  program.command("schema")
    .description("print the JSON Schema of configurations")
    .argument("[config]", "a configuration whose own modules are to be in it")
    .addHelpText("after", HELP)
    .action((config: string | undefined) => printSchema(config, registry));
}

async function printSchema(
  config: string | undefined,
  registry: ModuleRegistry,
): Promise<void> {
  using library = await openLibrary(config, registry);
  const { text, faults } = await describeSchema(library);
  for (const fault of faults) printAside(`kozo: left out: ${fault}`);
  print(text);
}

const HELP = `
An editor that knows YAML completes and checks a configuration whose first line
is "# yaml-language-server: $schema=kozo.schema.json".
` + examples([
  ["kozo schema > kozo.schema.json", "what is part of Kōzō"],
  [
    "kozo schema config.yml > kozo.schema.json",
    "and the modules of config.yml",
  ],
], [0, 1, 2, 3]);
