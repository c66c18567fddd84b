import type { Command } from "commander";
import {
  checkConfig,
  type PlacedFinding,
  type Verdict,
} from "../check/check.ts";
import { ConfigError, StartError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { quotePath } from "../wording.ts";
import { count } from "./count.ts";
import { examples } from "./examples.ts";
import { namedNode } from "./named-node.ts";
import { print } from "./print.ts";

interface CheckFlags {
  readonly node?: string;
  readonly json?: boolean;
}

/** The configuration has errors, which have been printed already. */
class FailedCheck extends ConfigError {
  constructor({ file, findings }: Verdict, summary: string) {
    super(file, findings);
    this.message = `kozo: ${summary}`;
  }
}

/** Adds `kozo check`. */
export function addCheck(program: Command, registry: ModuleRegistry): void {
  program.command("check")
    .description("check a configuration, and change nothing")
    .argument("<config>", "the network's configuration file")
    .option("--node <node>", "the node that this machine is: checks its key")
    .option("--json", "as one JSON object")
    .addHelpText("after", HELP)
    .action(async (file: string, { node, json }: CheckFlags) => {
      const verdict = await checkConfig(file, registry, node);
      if (node !== undefined && verdict.config !== undefined) {
        namedNode(verdict.config, node);
      }
      print(json ? asJson(verdict) : asText(verdict));
      throwIfWrong(verdict);
    });
}

function asText({ file, config, findings }: Verdict): string {
  const lines = findings.flatMap((
    { severity, line, column, message, excerpt },
  ) => [
    `${file}:${line}:${column}: ` +
    (severity === "warning" ? `warning: ${message}` : message),
    ...excerpt,
  ]);
  const { errors, warnings } = counted(findings);
  if (config === undefined || errors > 0) return lines.join("\n");
  const nodes = count(config.nodes.size, "node");
  const but = warnings === 0 ? "" : `, ${count(warnings, "warning")}`;
  return [...lines, `${file} is right: ${nodes}${but}`].join("\n");
}

function asJson({ file, config, findings }: Verdict): string {
  return JSON.stringify({
    file,
    isRight: counted(findings).errors === 0,
    fingerprint: config?.fingerprint ?? null,
    nodes: config === undefined ? null : [...config.nodes.keys()],
    findings: findings.map(({ severity, line, column, message }) => ({
      severity,
      line,
      column,
      message,
    })),
  });
}

/**
 * @throws {ConfigError} when the file has errors
 * @throws {StartError} when it has none, but the node could not start
 */
function throwIfWrong(verdict: Verdict): void {
  const { file, config, findings } = verdict;
  const { errors, warnings } = counted(findings);
  if (errors === 0) return;
  const summary = `${quotePath(file)} has ${count(errors, "error")}` +
    (warnings === 0 ? "" : ` and ${count(warnings, "warning")}`);
  if (config === undefined) throw new FailedCheck(verdict, summary);
  throw new StartError(summary);
}

function counted(findings: readonly PlacedFinding[]) {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: findings.length - errors };
}

const HELP = `
Without --node the modules of all nodes have to be here. Errors come first, then
warnings; with these alone the exit code is 0. --json: { file, isRight,
fingerprint, nodes, findings: [{ severity, line, column, message }] }, lines and
columns from 1.
` + examples([
  ["kozo check config.yml", "all errors, with their lines"],
  ["kozo check config.yml --node clock", 'what "clock" needs on this machine'],
], [0, 1, 2, 3, 4]);
