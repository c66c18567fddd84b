import { Command, CommanderError } from "commander";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { VERSION } from "../version.ts";
import { describeError, ExitCode, exitCodeOf } from "./exit-codes.ts";
import { complaint } from "./complaint.ts";
import { verbsIn, withHint } from "./hint.ts";
import { BARE, type Starter } from "./starter.ts";
import { askingForHelp, assertVerb } from "./unknown-verb.ts";
import { addVerbs } from "./verbs.ts";

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
  const program = makeProgram();
  const [first = ""] = args;
  await addVerbs(first, program, registry, starter);
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
    assertVerb(args, program);
    await program.parseAsync(askingForHelp(args, program), { from: "user" });
    return ExitCode.Success;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It has shown the help, or the version, as it was asked to.
    if (error.exitCode === 0) return ExitCode.Success;
    // It has shown the help since a part of the command is missing.
    if (error.code === "commander.help") return ExitCode.Usage;
    throw new UsageError(
      withHint(complaint(error), verbsIn(args, program)),
    );
  }
}

function makeProgram(): Command {
  return new Command("kozo")
    .description("Ties the small computers of your home together.")
    .version(VERSION)
    .exitOverride()
    .configureHelp({ subcommandTerm: termOf })
    .configureOutput({ outputError: () => {} })
    .addHelpText("after", EPILOGUE);
}

/** A verb in a list of them: nearly all have options, which it leaves out. */
function termOf(verb: Command): string {
  const words = verb.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`
  );
  return [verb.name(), ...words].join(" ");
}

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
