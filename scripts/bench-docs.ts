/**
 * `deno task bench:docs`: writes the tables and plots of docs/performance.md
 * anew, from the figures that are kept with them.
 *
 * @module
 */
import { Command } from "commander";
import { readFigures, writeDocuments } from "./bench/report/documents.ts";
import { readCommandLine } from "./support/command-line.ts";
import { runScript } from "./support/main.ts";

await runScript(async () => {
  const command = new Command("bench:docs")
    .description("Writes docs/performance.md's tables and plots anew.");
  if (!readCommandLine(command, Deno.args)) return 0;
  await writeDocuments(await readFigures());
  return 0;
});
