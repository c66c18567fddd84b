import {
  Command,
  CommanderError,
  InvalidArgumentError,
  Option,
} from "commander";
import { all, doubt, either, quote } from "../wording.ts";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { hostWorker } from "../sandbox/host-worker.ts";
import { SANDBOX_VERB } from "../sandbox/launch.ts";
import { VERSION } from "../version.ts";
import { describeError, ExitCode, exitCodeOf } from "./exit-codes.ts";
import { LOG_FORMATS, LOG_LEVELS, type LoggingOptions } from "./logging.ts";
import { addCheck } from "./check.ts";
import { addCompletion } from "./completion.ts";
import { dryRun } from "./dry-run.ts";
import { addId } from "./id.ts";
import { addInit } from "./init.ts";
import { addKeygen } from "./keygen.ts";
import { addModules } from "./modules.ts";
import { addNew } from "./new.ts";
import { addNode } from "./node.ts";
import { addSchema } from "./schema.ts";
import { addDoctor } from "./doctor.ts";
import { addOnionAddress } from "./onion-address.ts";
import { addPing } from "./ping.ts";
import { addReload } from "./reload.ts";
import { addReport } from "./report.ts";
import { run } from "./run.ts";
import { addSend } from "./send.ts";
import { addStatus } from "./status.ts";
import { addTail } from "./tail.ts";
import { addTestModule } from "./test-module.ts";
import { BARE, type Starter } from "./starter.ts";
import { addTypes } from "./types.ts";
import { addQuestions } from "./questions.ts";
import { addWait } from "./wait.ts";

interface RunFlags {
  readonly logLevel: LoggingOptions["level"];
  readonly logFormat: LoggingOptions["format"];
  readonly watchModules: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly control?: string;
}

/** What ends a message about the command line. */
const HINT = "; see kozo --help";

/** What others call what we name otherwise. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([["warn", "warning"]]);

/**
 * Does what the command line asks for.
 *
 * @param args the program's arguments
 * @param registry the roles and transports that are part of the program
 * @param starter what new nodes begin with
 * @returns the program's exit code
 */
export async function runCommandLine(
  args: readonly string[],
  registry: ModuleRegistry,
  starter: Starter = BARE,
): Promise<number> {
  const program = makeProgram(registry, starter);
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return ExitCode.Usage;
  }
  try {
    return await obey(program, args);
  } catch (error) {
    Deno.stderr.writeSync(
      new TextEncoder().encode(`${describeError(error)}\n`),
    );
    return exitCodeOf(error);
  }
}

/**
 * @returns the program's exit code
 * @throws {UsageError} in one line when the arguments make no sense
 */
async function obey(
  program: Command,
  args: readonly string[],
): Promise<number> {
  try {
    await program.parseAsync(args, { from: "user" });
    return ExitCode.Success;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It has shown the help, or the version, as it was asked to.
    if (error.exitCode === 0) return ExitCode.Success;
    // It has shown the help since a part of the command is missing.
    if (error.code === "commander.help") return ExitCode.Usage;
    throw new UsageError(complaint(error) + HINT);
  }
}

/** commander's message as a part of ours: no label, one line. */
function complaint(error: CommanderError): string {
  return error.message
    .replace(/^error: /, "")
    .replace(/\s*\n\s*/g, " ")
    .replace(/\.$/, "")
    .replaceAll("'", '"');
}

function makeProgram(registry: ModuleRegistry, starter: Starter): Command {
  const program = new Command("kozo")
    .description("Ties the small computers of your home together.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .addHelpText("after", EPILOGUE);
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
    .addHelpText("after", RUN_HELP)
    .option(
      "--control <path>",
      "where the node can be asked; default: the user's runtime folder",
    )
    .allowExcessArguments()
    .action((config: string, node: string, flags: RunFlags, verb: Command) => {
      checkOperands(verb.args, program);
      const { dryRun: isDry = false, json: asJson = false } = flags;
      if (isDry) return dryRun(config, node, registry, asJson);
      if (asJson) throw new UsageError(`"--json" goes with "--dry-run"${HINT}`);
      return run(config, node, registry, {
        level: flags.logLevel,
        format: flags.logFormat,
        isWatching: flags.watchModules,
        control: flags.control,
      });
    });
  addInit(program, registry, starter);
  addNode(program, registry, starter);
  addKeygen(program);
  addId(program, registry);
  addCheck(program, registry);
  addModules(program, registry);
  addSchema(program, registry);
  addStatus(program);
  addTail(program);
  addSend(program);
  addPing(program);
  addWait(program);
  addDoctor(program, registry);
  addReload(program);
  addReport(program);
  addNew(program, registry);
  addTypes(program);
  addTestModule(program, registry);
  program.command(SANDBOX_VERB, { hidden: true })
    .description("be the sandbox of a role; nodes start it themselves")
    .action(hostWorker);
  addOnionAddress(program, registry);
  addQuestions(program, registry);
  addCompletion(program);
  return program;
}

/**
 * @param operands the file, the node, and what nobody has asked for
 * @throws {UsageError} when there is more, with the verb that was meant
 */
function checkOperands(operands: readonly string[], program: Command): void {
  const [first = "", , ...rest] = operands;
  if (rest.length === 0) return;
  const verbs = program.commands.map((command) => command.name());
  const isNamed = verbs.includes(program.args[0] ?? "");
  throw new UsageError(
    (isNamed || verbs.includes(first)
      ? `too many arguments: ${all(rest)}`
      : unknownVerb(first, verbs)) + HINT,
  );
}

function unknownVerb(verb: string, verbs: readonly string[]): string {
  const advice = doubt(verb, verbs) || `, expected ${either(verbs)}`;
  return `unknown command ${quote(verb)}${advice}`;
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

const RUN_HELP = `
Examples:
  kozo run config.yml clock             until it is interrupted, as by Ctrl-C
  kozo run config.yml clock --dry-run   only says what it would do
`;

const EPILOGUE = `
Examples:
  kozo init                     begin a network with this machine
  kozo node add scribe          add another machine to it
  kozo check config.yml         find all that is wrong in it
  kozo run config.yml clock     run the node "clock" of config.yml
  kozo config.yml clock         the same
  kozo new role gpio-button     write gpio-button.ts, a role to begin with
  kozo test-module FILE         check a role or a transport of your own
  kozo service config.yml clock print the systemd unit for it

Exit codes:
  0 all is well   1 wrong usage   2 the configuration file cannot be read
  3 the configuration is wrong    4 it has no such node
  5 the node could not start      6 a module is not as it should be
  7 no running node could be asked   8 a running node's answer is no
  70 a fault of Kōzō itself
`;
