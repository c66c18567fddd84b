import type { Command } from "commander";
import { gzipSync } from "node:zlib";
import { whyUnreadable } from "../config/load.ts";
import { ConfigFileError, UsageError } from "../errors.ts";
import { reportFiles } from "../report/report.ts";
import { type ArchivedFile, tar } from "../report/tar.ts";
import { messageOf } from "../text.ts";
import { strftime } from "../strftime.ts";
import { quotePath } from "../wording.ts";
import { examples } from "./examples.ts";
import { addNodeOptions, askNode, type NodeFlags } from "./node-to-ask.ts";
import { print } from "./print.ts";
import { reportFacts } from "./version.ts";

interface ReportFlags extends NodeFlags {
  readonly config?: string;
  readonly output?: string;
  readonly json: boolean;
}

/** Adds `kozo report`. */
export function addReport(program: Command): void {
  const verb = program.command("report")
    .description("write what helps with a fault into one archive, no secrets")
    .option("--output <file>", "the archive; default: kozo-report-….tar.gz")
    .option("--config <file>", "of a node that does not run: this file alone")
    .option("--json", "say as one JSON object what was written", false);
  addNodeOptions(verb).addHelpText(
    "after",
    examples([
      ["kozo report", "of the only node that runs here"],
      ["kozo report --config config.yml", "of one that does not start"],
    ], [0, 1, 2, 7]),
  ).action(report);
}

async function report(flags: ReportFlags): Promise<void> {
  const { config, json } = flags;
  const files = config === undefined
    ? await askNode(flags, { ask: "report" }) as ArchivedFile[]
    : await filesOf(config);
  const now = Date.now() / 1000;
  const time = strftime("%Y%m%d-%H%M%S", now);
  const path = flags.output ?? `kozo-report-${time}.tar.gz`;
  await write(path, gzipSync(tar(files, now)));
  const names = files.map(({ name }) => name);
  if (json) return print(JSON.stringify({ file: path, contains: names }));
  print(`Wrote ${path}: ${names.join(", ")}`);
  print("Keys, passwords and comments are taken out; look before you send it.");
}

/** What can be said of a node that does not run. */
async function filesOf(config: string): Promise<ArchivedFile[]> {
  return reportFiles({
    configuration: await readConfig(config),
    former: [],
    status: null,
    log: [],
    versions: reportFacts(),
  });
}

async function readConfig(file: string): Promise<string> {
  try {
    return await Deno.readTextFile(file);
  } catch (cause) {
    throw new ConfigFileError(
      `Cannot read the configuration file ${quotePath(file)}: ` +
        whyUnreadable(cause),
      { cause },
    );
  }
}

/** Nothing is written over, and nobody else may read it. */
async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await Deno.writeFile(path, bytes, { createNew: true, mode: 0o600 });
  } catch (cause) {
    throw new UsageError(
      `Cannot write ${quotePath(path)}: ${whyNot(cause)}; name another file ` +
        'by "--output"',
      { cause },
    );
  }
}

/** What the system means by not letting us write. */
function whyNot(error: unknown): string {
  if (error instanceof Deno.errors.AlreadyExists) return "it is there already";
  if (error instanceof Deno.errors.NotFound) return "there is no such folder";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "this user may not write there";
  }
  return messageOf(error);
}
