import { Command, InvalidArgumentError, Option } from "commander";
import { resolve } from "node:path";
import { UsageError } from "../../core/errors.ts";
import { readCommandLine } from "../support/command-line.ts";
import type { Architecture } from "./image.ts";
import { BARE_MACHINE, type MachineOptions } from "./machine-options.ts";

/** What `deno task lab` is asked for. */
export interface LabArguments {
  readonly architecture: Architecture;
  /** Without what Deno needs. */
  readonly options: MachineOptions;
}

/** What commander makes of the flags. */
interface Flags {
  readonly arch: Architecture;
  readonly bt: number;
  readonly gpio: number;
  readonly air?: string;
  readonly mount: readonly string[];
  readonly cd?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly mem: number;
  readonly timeout: number;
}

/**
 * Reads the command line.
 *
 * @param folder what relative paths start from, and what the machine sees when
 * no folder is named
 * @returns nothing when help was asked for
 * @throws {UsageError} when that is not what it holds
 */
export function parseLabArguments(
  args: readonly string[],
  folder: string,
): LabArguments | undefined {
  const command = labCommand(folder);
  if (!readCommandLine(command, args)) return undefined;
  const { arch, ...flags } = command.opts<Flags>();
  if (arch === "arm64" && flags.bt + flags.gpio > 0) {
    throw new UsageError(
      "Cannot give a machine of arm64 radios or pins: Debian's kernel for it " +
        "has none that are simulated; leave --bt and --gpio out",
    );
  }
  const [program = ""] = command.args;
  if (program.startsWith("-")) {
    throw new UsageError(
      `Cannot run "${program}" in the machine: that is no command; options ` +
        'of the machine stand before the "--"',
    );
  }
  const mounts = flags.mount.length > 0 ? flags.mount : [folder];
  return {
    architecture: arch,
    options: {
      command: command.args,
      folder: flags.cd ?? mounts[0] ?? folder,
      mounts: mounts.map((mount) => ({ folder: mount, isShared: true })),
      environment: flags.env,
      hostname: flags.hostname,
      memory: flags.mem,
      bluetooth: flags.bt,
      air: flags.air,
      cable: undefined,
      gpio: flags.gpio,
      timeLimit: flags.timeout,
    },
  };
}

function labCommand(folder: string): Command {
  const { hostname, memory, timeLimit } = BARE_MACHINE;
  const path = (text: string) => resolve(folder, text);
  return new Command("deno task lab")
    .description("Run a command in a virtual machine with radios and pins")
    .argument("<command...>", "the program, and its arguments")
    .passThroughOptions()
    .option("--bt <n>", "Bluetooth adapters, with BlueZ", wholeNumber, 0)
    .option("--gpio <n>", "lines of a simulated GPIO chip", wholeNumber, 0)
    .option("--air <socket>", "one adapter, attached to `btvirt -s`", path)
    .option("--mount <dir>", "a folder that it sees", gather(path), [])
    .option("--cd <dir>", "the folder that the command starts in", path)
    .option("--env <name=value>", "a variable for the command", assign, {})
    .option("--hostname <name>", "what the machine is called", hostname)
    .option("--mem <mib>", "its memory", wholeNumber, memory)
    .option("--timeout <s>", "when it is switched off", wholeNumber, timeLimit)
    .addOption(
      new Option("--arch <arch>", "its kind").choices(["amd64", "arm64"])
        .default("amd64"),
    );
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It has to be a whole number");
}

/** An option that may be given several times. */
function gather(read: (text: string) => string) {
  return (text: string, before: readonly string[]) => [...before, read(text)];
}

function assign(
  text: string,
  before: Readonly<Record<string, string>>,
): Record<string, string> {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) {
    return { ...before, [name]: value };
  }
  throw new InvalidArgumentError("It has to be NAME=VALUE");
}
