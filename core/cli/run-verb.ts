import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { all, either } from "../wording.ts";
import { examples } from "./examples.ts";
import { withHint } from "./hint.ts";
import { LOG_FORMATS, LOG_LEVELS, type LoggingOptions } from "./logging.ts";
import { run } from "./run.ts";
import { unknownVerb } from "./unknown-verb.ts";
import { VERB_NAMES } from "./verbs.ts";

interface RunFlags {
  readonly logLevel: LoggingOptions["level"];
  readonly logFormat: LoggingOptions["format"];
  readonly watchModules: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly control?: string;
}

/** What others call what we name otherwise. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([["warn", "warning"]]);

/** Adds `kozo run`: what is meant, too, when there is no verb. */
export function addRun(program: Command, registry: ModuleRegistry): void {
  // The 2014 form, `kozo config.yml clock`, is the verb left out.
  program.command("run", { isDefault: true })
    .description("run a node until it is interrupted")
    .argument("<config>", "the network's configuration file")
    .argument("<node>", "the name of the node that this machine is")
    .addOption(
      choice("--log-level <level>", "least level to log", LOG_LEVELS, "info"),
    )
    .addOption(
      choice("--log-format <format>", "how lines look", LOG_FORMATS, "text"),
    )
    .option(
      "--watch-modules",
      "make roles of your own anew when their files change",
      false,
    )
    .option("--dry-run", "only print what would be started, and dialled")
    .option("--json", "with --dry-run: as one JSON object")
    .option(
      "--control <path>",
      "where the node can be asked; default: the user's runtime folder",
    )
    .addHelpText("after", RUN_HELP)
    .allowExcessArguments()
    .action(async (
      config: string,
      node: string,
      flags: RunFlags,
      verb: Command,
    ) => {
      checkOperands(verb.args, program);
      const { dryRun: isDry = false, json: asJson = false } = flags;
      if (isDry) {
        const { dryRun } = await import("./dry-run.ts");
        return await dryRun(config, node, registry, asJson);
      }
      if (asJson) {
        throw new UsageError(withHint('"--json" goes with "--dry-run"'));
      }
      return await run(config, node, registry, {
        level: flags.logLevel,
        format: flags.logFormat,
        isWatching: flags.watchModules,
        control: flags.control,
      });
    });
}

/**
 * @param operands the file, the node, and what nobody has asked for
 * @throws {UsageError} when there is more, with the verb that was meant
 */
function checkOperands(operands: readonly string[], program: Command): void {
  const [first = "", , ...rest] = operands;
  if (rest.length === 0) return;
  const isNamed = VERB_NAMES.includes(program.args[0] ?? "");
  throw new UsageError(withHint(
    isNamed || VERB_NAMES.includes(first)
      ? `too many arguments: ${all(rest)}`
      : unknownVerb(first, VERB_NAMES),
  ));
}

/** An option that takes one of a few words. */
function choice(
  flags: string,
  description: string,
  choices: readonly string[],
  byDefault: string,
): Option {
  return new Option(flags, description)
    .choices(choices)
    .default(byDefault)
    .argParser((text) => {
      const meant = SYNONYMS.get(text) ?? text;
      if (choices.includes(meant)) return meant;
      throw new InvalidArgumentError(`Expected ${either(choices)}`);
    });
}

const RUN_HELP = examples([
  ["kozo run config.yml clock", "until it is interrupted, as by Ctrl-C"],
  ["kozo run config.yml clock --dry-run", "only says what it would do"],
], [0, 1, 2, 3, 4, 5]);
