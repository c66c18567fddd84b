import type { Command } from "commander";
import { dirname, resolve } from "node:path";
import type { Check } from "../contract/check.ts";
import { realEnvironment } from "../environment.ts";
import { ModuleError } from "../errors.ts";
import { roleInfoOf, transportInfoOf } from "../modules/check-info.ts";
import { Importer } from "../modules/importer.ts";
import { NO_PATHS } from "../modules/paths.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { assertTrusted } from "../modules/trust.ts";
import { quotePath } from "../wording.ts";
import { examples } from "./examples.ts";
import { failureLines, traceLines } from "./failure-text.ts";
import { type GivenOption, parseGiven } from "./given-options.ts";
import {
  checksOfRole,
  checksOfTransport,
  type TestFlags,
} from "./module-checks.ts";
import { print } from "./print.ts";
import { parseSeconds } from "./seconds.ts";

/** Adds `kozo test-module`. */
export function addTestModule(program: Command, registry: ModuleRegistry) {
  const collect = (text: string, before: readonly GivenOption[]) => [
    ...before,
    parseGiven(text),
  ];
  program.command("test-module")
    .description("check a role or a transport of your own")
    .argument("<file>", "the module's file")
    .option("--option <name=value>", "an option of the module", collect, [])
    .option("--alice <name=value>", "one of the node that dials", collect, [])
    .option("--bob <name=value>", "one of the node that listens", collect, [])
    .option("--name <name>", "its name in the node; default: the file's")
    .option("--time-limit <seconds>", "what a check may take", parseSeconds, 30)
    .option("--trace", "show where in the code a check failed", false)
    .addHelpText("after", HELP)
    .action((file: string, flags: TestFlags) =>
      testModule(resolve(file), registry, flags)
    );
}

/**
 * Holds a module to what every module of its kind has to get right, and prints
 * what became of each check.
 *
 * @throws {KozoError} when it cannot be tested, or has not passed
 */
async function testModule(
  file: string,
  registry: ModuleRegistry,
  flags: TestFlags,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "kozo-test-module-" });
  try {
    await report(file, await checksOf(file, registry, flags, folder), flags);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function checksOf(
  file: string,
  registry: ModuleRegistry,
  flags: TestFlags,
  folder: string,
): Promise<Check[]> {
  const rolePath = [dirname(file)];
  const { paths } = registry.open({ ...NO_PATHS, rolePath });
  const path = assertTrusted(file, rolePath);
  const exports = await new Importer(paths, realEnvironment).import(path);
  const isTransport = exports.roleInfo === undefined &&
    exports.transportInfo !== undefined;
  return isTransport
    ? await checksOfTransport(path, transportInfoOf(path, exports), {
      flags,
      folder,
    })
    : await checksOfRole(path, roleInfoOf(path, exports), { flags, folder });
}

async function report(
  file: string,
  checks: readonly Check[],
  { timeLimit, trace }: TestFlags,
): Promise<void> {
  const { runChecks } = await import("../contract/run-checks.ts");
  let failed = 0;
  for await (const outcome of runChecks(checks, timeLimit)) {
    const hasFailed = "error" in outcome;
    if (hasFailed) failed++;
    print(`${hasFailed ? "FAILED" : "ok    "}  ${outcome.check.name}`);
    if (!hasFailed) continue;
    const lines = trace ? traceLines : failureLines;
    for (const line of lines(outcome.error)) print(`        ${line}`);
  }
  print(`${checks.length - failed} passed, ${failed} failed`);
  if (failed === 0) return;
  throw new ModuleError(
    `${quotePath(file)} fails ${failed} of ${checks.length} checks`,
  );
}

const HELP = `
Values are written as in the configuration file. In them, {port} stands for a
free port of 127.0.0.1, and {folder} for an empty folder. A transport is tested
between two nodes, alice and bob, with a port and a folder each.
` + examples([
  ["kozo test-module gpio-button.ts --option 'pin=17'", "a role with its pin"],
  [
    "kozo test-module wire.ts --option 'address=127.0.0.1' --option 'port={port}'",
    "a transport",
  ],
], [0, 1, 6]);
