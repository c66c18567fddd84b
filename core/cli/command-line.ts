import { Command, CommanderError, Option } from "commander";
import type { ModuleRegistry } from "../modules/registry.ts";
import { VERSION } from "../version.ts";
import { describeError, ExitCode, exitCodeOf } from "./exit-codes.ts";
import { LOG_FORMATS, LOG_LEVELS, type LoggingOptions } from "./logging.ts";
import { run } from "./run.ts";

interface RunFlags {
  readonly logLevel: LoggingOptions["level"];
  readonly logFormat: LoggingOptions["format"];
}

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
  try {
    await makeProgram(registry).parseAsync(args, { from: "user" });
    return ExitCode.Success;
  } catch (error) {
    // commander has said what it has to say.
    if (error instanceof CommanderError) return error.exitCode;
    Deno.stderr.writeSync(
      new TextEncoder().encode(`${describeError(error)}\n`),
    );
    return exitCodeOf(error);
  }
}

function makeProgram(registry: ModuleRegistry): Command {
  const program = new Command("kozo")
    .description("Ties the small computers of your home together.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`kozo: ${text}`) })
    .showHelpAfterError("See kozo --help")
    .addHelpText("after", EPILOGUE);
  // The 2014 form, `kozo config.yml clock`, is the verb left out.
  program.command("run", { isDefault: true })
    .description("run a node until it is interrupted")
    .argument("<config>", "the network's configuration file")
    .argument("<node>", "the name of the node that this machine is")
    .addOption(choice("--log-level <level>", LOG_LEVELS, "info"))
    .addOption(choice("--log-format <format>", LOG_FORMATS, "text"))
    .action((config: string, node: string, flags: RunFlags) =>
      run(config, node, registry, {
        level: flags.logLevel,
        format: flags.logFormat,
      })
    );
  return program;
}

function choice(
  flags: string,
  choices: readonly string[],
  byDefault: string,
): Option {
  return new Option(flags).choices(choices).default(byDefault);
}

const EPILOGUE = `
Examples:
  kozo run config.yml clock     run the node "clock" of config.yml
  kozo config.yml clock         the same

Exit codes:
  1 wrong usage   2 no such configuration file   3 invalid configuration
  4 no such node  5 the node could not start    70 a fault of Kōzō itself
`;
