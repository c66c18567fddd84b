import type { Command } from "commander";
import { resolve } from "node:path";
import { print } from "./print.ts";
import { describeTypes, writeTypes } from "./write-types.ts";

/** Adds `kozo types`. */
export function addTypes(program: Command): void {
  program.command("types")
    .description('give editors the types of "kozo" for a folder\'s modules')
    .argument("[folder]", "where the modules are", ".")
    .action(async (folder: string) => {
      print(describeTypes(await writeTypes(resolve(folder))));
    });
}
