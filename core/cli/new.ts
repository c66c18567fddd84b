import { Argument, type Command } from "commander";
import { join, resolve } from "node:path";
import { ModuleError, UsageError } from "../errors.ts";
import { NAME_PATTERN, NAME_RULE } from "../model/names.ts";
import { NO_PATHS } from "../modules/paths.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { assertTrusted } from "../modules/trust.ts";
import { messageOf } from "../text.ts";
import { quote, quotePath } from "../wording.ts";
import { examples } from "./examples.ts";
import { nextSteps } from "./next-steps.ts";
import { print } from "./print.ts";
import { fillTemplate } from "./templates.ts";
import { describeTypes, writeTypes } from "./write-types.ts";

interface NewFlags {
  readonly folder: string;
  readonly plain: boolean;
}

type Noun = "role" | "transport";

/** Adds `kozo new`. */
export function addNew(program: Command, registry: ModuleRegistry): void {
  program.command("new")
    .description("begin a role or transport of your own")
    .addArgument(
      new Argument("<kind>", "what it is").choices(["role", "transport"]),
    )
    .argument("<name>", "the name of its file and type, such as gpio-button")
    .option("--folder <dir>", "where to; default: here", ".")
    .option("--plain", "a transport without the SSH of Kōzō", false)
    .addHelpText("after", HELP)
    .action((noun: Noun, name: string, flags: NewFlags) =>
      writeModule(noun, name, registry, flags)
    );
}

/** @throws {UsageError} when that name, or that folder, will not do */
async function writeModule(
  noun: Noun,
  name: string,
  registry: ModuleRegistry,
  { folder, plain }: NewFlags,
): Promise<void> {
  checkName(noun, name, registry);
  if (plain && noun === "role") {
    throw new UsageError('Cannot make a plain role: "--plain" is a transport');
  }
  const place = resolve(folder);
  await makeFolder(place);
  await refuseOther(join(place, `${name}.js`));
  const template = noun === "transport" && plain ? "plainTransport" : noun;
  const file = join(place, `${name}.ts`);
  await writeNew(file, fillTemplate(template, name));
  const types = await writeTypes(place);
  print(`Wrote ${file}\n`);
  print(nextSteps(noun, name, place));
  print(describeTypes(types));
  const fault = mistrust(file, place);
  if (fault !== undefined) print(`\nBefore it can run: ${fault}`);
}

function checkName(noun: Noun, name: string, registry: ModuleRegistry): void {
  if (!NAME_PATTERN.test(name)) {
    throw new UsageError(
      `${quote(name)} cannot be the name of a ${noun}: ${NAME_RULE}`,
    );
  }
  const library = registry.open(NO_PATHS);
  const shelf = noun === "role" ? library.roles : library.transports;
  if (!shelf.isBuiltIn(name)) return;
  throw new UsageError(
    `${quote(name)} is a ${noun} of Kōzō itself: choose another name`,
  );
}

/** Of two files of one type, one would be ignored. */
async function refuseOther(file: string): Promise<void> {
  try {
    await Deno.lstat(file);
  } catch {
    return;
  }
  throw alreadyThere(file);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new UsageError(
      `Cannot make the folder ${quotePath(folder)}: ${messageOf(cause)}`,
      { cause },
    );
  }
}

async function writeNew(file: string, source: string): Promise<void> {
  try {
    // Whatever the user's mask is: a file that others can write is not run.
    await Deno.writeTextFile(file, source, { createNew: true, mode: 0o644 });
  } catch (cause) {
    if (cause instanceof Deno.errors.AlreadyExists) throw alreadyThere(file);
    throw new UsageError(
      `Cannot write ${quotePath(file)}: ${messageOf(cause)}`,
      { cause },
    );
  }
}

function alreadyThere(file: string): UsageError {
  return new UsageError(
    `${quotePath(file)} is there already: choose another name or another ` +
      'folder, by "--folder"',
  );
}

/** What keeps a node from running a file in the folder, if anything does. */
function mistrust(file: string, folder: string): string | undefined {
  try {
    assertTrusted(file, [folder]);
    return undefined;
  } catch (error) {
    if (!(error instanceof ModuleError)) throw error;
    return error.message;
  }
}

const HELP = examples([
  ["kozo new role gpio-button", "writes gpio-button.ts, a role"],
  ["kozo new transport serial --folder my", "writes my/serial.ts, a transport"],
], [0, 1]);
