import type { Argument, Command, Option } from "commander";

/** What a word on the command line can be. */
export type Kind =
  | "file"
  | "folder"
  | "node"
  | "role"
  | "transport"
  | readonly string[];

/** A flag of a verb. */
export interface Flag {
  /** Such as `--json`. */
  readonly name: string;
  readonly description: string;
  /** Whether a value follows it. */
  readonly takesValue: boolean;
  /** What that can be, where that is known. */
  readonly value: Kind | undefined;
}

/** A verb: all that leads to it, and what may follow. */
export interface Verb {
  /** Such as `node add`; empty for the program itself. */
  readonly path: string;
  readonly description: string;
  /** Those that may follow it. */
  readonly verbs: readonly Verb[];
  readonly flags: readonly Flag[];
  /** What its operands can be, where that is known. */
  readonly operands: readonly Kind[];
}

/** Operands and values by what the help calls them. */
const KINDS: Readonly<Record<string, Kind>> = {
  config: "file",
  dir: "folder",
  file: "file",
  folder: "folder",
  node: "node",
  path: "file",
  role: "role",
  transport: "transport",
};

/** The verb whose operand is a verb. */
const HELP = "help";

/** A command of commander's, with all below it that its help shows. */
export function verbOf(command: Command, path = ""): Verb {
  const help = command.createHelp();
  const verbs = help.visibleCommands(command).map((below) =>
    verbOf(below, `${path} ${below.name()}`.trimStart())
  );
  const words = verbs.map(wordOf);
  return {
    path,
    description: command.description(),
    verbs: verbs.map((verb) =>
      wordOf(verb) === HELP ? { ...verb, operands: [words] } : verb
    ),
    flags: help.visibleOptions(command).map(flagOf),
    operands: command.registeredArguments.map(kindOf)
      .filter((kind) => kind !== undefined),
  };
}

/** A verb and all below it. */
export function allVerbs(verb: Verb): Verb[] {
  return [verb, ...verb.verbs.flatMap(allVerbs)];
}

/** The last word of a verb's path. */
export function wordOf({ path }: Verb): string {
  return path.slice(path.lastIndexOf(" ") + 1);
}

function flagOf(option: Option): Flag {
  const [, placeholder = ""] = /[<[]([\w-]+)/.exec(option.flags) ?? [];
  const name = option.long ?? option.flags;
  return {
    name,
    description: option.description,
    takesValue: option.required || option.optional,
    value: option.argChoices ?? KINDS[placeholder] ?? KINDS[name.slice(2)],
  };
}

function kindOf(argument: Argument): Kind | undefined {
  return argument.argChoices ?? KINDS[argument.name()];
}
