import type { Command } from "commander";
import { resolve } from "node:path";
import { examples } from "./examples.ts";
import { print } from "./print.ts";
import { describeTypes, writeTypes } from "./write-types.ts";

/** Adds `kozo types`. */
export function addTypes(program: Command): void {
  program.command("types")
    .description('tell editors the types of "kozo"')
    .argument("[folder]", "where the modules are", ".")
    .addHelpText("after", HELP)
    .action(async (folder: string) => {
      print(describeTypes(await writeTypes(resolve(folder))));
    });
}

const HELP = examples([
  ["kozo types", "for modules in this folder"],
  ["kozo types my-roles", "for those in my-roles"],
], [0, 1]);
