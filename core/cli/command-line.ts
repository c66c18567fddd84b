import {
  Command,
  CommanderError,
  InvalidArgumentError,
  Option,
} from "commander";
import process from "node:process";
import { all, doubt, either, quote } from "../wording.ts";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { hostWorker } from "../sandbox/host-worker.ts";
import { SANDBOX_VERB } from "../sandbox/launch.ts";
import { VERSION } from "../version.ts";
import { describeError, ExitCode, exitCodeOf } from "./exit-codes.ts";
import { LOG_FORMATS, LOG_LEVELS, type LoggingOptions } from "./logging.ts";
import { addNew } from "./new.ts";
import { describeOnionAddress } from "./onion-address.ts";
import { run } from "./run.ts";
import { addTestModule } from "./test-module.ts";
import { addTypes } from "./types.ts";
import { describeService } from "./service.ts";
import { describeVersion } from "./version.ts";

interface RunFlags {
  readonly logLevel: LoggingOptions["level"];
  readonly logFormat: LoggingOptions["format"];
  readonly watchModules: boolean;
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
 * @returns the program's exit code
 */
export async function runCommandLine(
  args: readonly string[],
  registry: ModuleRegistry,
): Promise<number> {
  const program = makeProgram(registry);
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return ExitCode.Usage;
  }
  try {
    await obey(program, args);
    return ExitCode.Success;
  } catch (error) {
    Deno.stderr.writeSync(
      new TextEncoder().encode(`${describeError(error)}\n`),
    );
    return exitCodeOf(error);
  }
}

/** @throws {UsageError} in one line when the arguments make no sense */
async function obey(program: Command, args: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It has shown the help, or the version, as it was asked to.
    if (error.exitCode === 0) return;
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

function makeProgram(registry: ModuleRegistry): Command {
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
    .allowExcessArguments()
    .action((config: string, node: string, flags: RunFlags, verb: Command) => {
      checkOperands(verb.args, program);
      return run(config, node, registry, {
        level: flags.logLevel,
        format: flags.logFormat,
        isWatching: flags.watchModules,
      });
    });
  addNew(program, registry);
  addTypes(program);
  addTestModule(program, registry);
  program.command(SANDBOX_VERB, { hidden: true })
    .description("be the sandbox of a role; nodes start it themselves")
    .action(hostWorker);
  addQuestions(program, registry);
  return program;
}

/** The verbs that print something and end. */
function addQuestions(program: Command, registry: ModuleRegistry): void {
  program.command("service")
    .description("print a systemd unit that runs a node")
    .argument("<config>", "the network's configuration file")
    .argument("<node>", "the name of the node that this machine is")
    .action(async (config: string, node: string) =>
      print(await describeService(config, node, registry))
    );
  program.command("onion-address")
    .description("print the address of a node's onion service; makes its key")
    .argument("<config>", "the network's configuration file")
    .argument("<node>", "the name of the node that this machine is")
    .action(async (config: string, node: string) =>
      print(await describeOnionAddress(config, node, registry))
    );
  program.command("version")
    .description("print the version, and what this program is made of")
    .option("--json", "as one JSON object")
    .action(({ json = false }: { json?: boolean }) =>
      print(describeVersion(json))
    );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
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
  return new Option(flags, `${description}: ${choices.join(", ")}`)
    .default(byDefault)
    .argParser((text) => {
      const meant = SYNONYMS.get(text) ?? text;
      if (choices.includes(meant)) return meant;
      throw new InvalidArgumentError(`Expected ${either(choices)}`);
    });
}

const EPILOGUE = `
Examples:
  kozo run config.yml clock     run the node "clock" of config.yml
  kozo config.yml clock         the same
  kozo new role gpio-button     write gpio-button.ts, to begin a role of your own
  kozo test-module FILE         check a role or a transport of your own
  kozo service config.yml clock print the systemd unit for it

Exit codes:
  1 wrong usage   2 no such configuration file   3 invalid configuration
  4 no such node  5 the node could not start     6 a module is not as it should be
 70 a fault of Kōzō itself
`;
