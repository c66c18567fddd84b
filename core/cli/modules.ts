import type { Command } from "commander";
import { ROLE_BLOCK, TRANSPORT_BLOCK } from "../config/module-block.ts";
import type { OptionTable } from "../config/option-spec.ts";
import { UsageError } from "../errors.ts";
import { type Inventory, takeInventory } from "../modules/inventory.ts";
import type { Library } from "../modules/library.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import type { Shelf } from "../modules/shelf.ts";
import { describeModule, moduleFacts } from "./describe-module.ts";
import { examples } from "./examples.ts";
import { openLibrary } from "./open-library.ts";
import { print } from "./print.ts";
import { wrap } from "./wrap.ts";

interface ModuleFlags {
  readonly config?: string;
  readonly json?: boolean;
}

/** One of the two kinds of module, as the command line has them. */
interface ModuleVerb {
  readonly verb: "roles" | "transports";
  readonly noun: "role" | "transport";
  /** What all blocks of that kind take. */
  readonly common: OptionTable;
  readonly examples: string;
  shelfOf(library: Library): Shelf;
}

const ROLES: ModuleVerb = {
  verb: "roles",
  noun: "role",
  common: ROLE_BLOCK,
  shelfOf: ({ roles }) => roles,
  examples: examples([
    ["kozo roles", "all roles there are, a line each"],
    ["kozo roles timer", 'what the role "timer" takes'],
    [
      "kozo roles --config config.yml",
      "those in the folders of config.yml, too",
    ],
  ], [0, 1, 2, 3]),
};

const TRANSPORTS: ModuleVerb = {
  verb: "transports",
  noun: "transport",
  common: TRANSPORT_BLOCK,
  shelfOf: ({ transports }) => transports,
  examples: examples([
    ["kozo transports", "all transports there are, a line each"],
    [
      "kozo transports tcp --json",
      'what the transport "tcp" takes, for programs',
    ],
  ], [0, 1, 2, 3]),
};

/** Adds `kozo roles` and `kozo transports`. */
export function addModules(program: Command, registry: ModuleRegistry): void {
  for (const kind of [ROLES, TRANSPORTS]) {
    program.command(kind.verb)
      .description(`tell which ${kind.verb} there are`)
      .argument(
        `[${kind.noun}]`,
        `only this ${kind.noun}, with all its options`,
      )
      .option("--config <file>", `a configuration with ${kind.verb} of its own`)
      .option("--json", "as one JSON object")
      .addHelpText("after", kind.examples)
      .action((name: string | undefined, flags: ModuleFlags) =>
        list(kind, name, flags, registry)
      );
  }
}

async function list(
  kind: ModuleVerb,
  name: string | undefined,
  { config, json }: ModuleFlags,
  registry: ModuleRegistry,
): Promise<void> {
  using library = await openLibrary(config, registry);
  const shelf = kind.shelfOf(library);
  const inventory = name === undefined
    ? await takeInventory(shelf)
    : await takeOne(shelf, name);
  if (json) return print(asJson(kind, inventory));
  const info = name === undefined ? undefined : inventory.modules.get(name);
  print(
    name === undefined || info === undefined
      ? asList(inventory)
      : describeModule(name, info, kind.common, kind.noun),
  );
}

/** @throws {KozoError} when there is no such module, or it cannot be used */
async function takeOne(shelf: Shelf, name: string): Promise<Inventory> {
  const module = await shelf.load(name);
  if (module === undefined) {
    throw new UsageError(await shelf.whyUnknown(name, false));
  }
  return { modules: new Map([[name, module.info]]), faults: new Map() };
}

function asList({ modules, faults }: Inventory): string {
  const lines = [
    ...[...modules].map(([name, { description }]) =>
      [name, description] as const
    ),
    ...[...faults].map(([name, fault]) => [name, `! ${fault}`] as const),
  ].sort(([a], [b]) => a < b ? -1 : 1);
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return lines
    .map(([name, text]) => wrap(text, " ".repeat(width), name.padEnd(width)))
    .join("\n");
}

function asJson({ verb }: ModuleVerb, { modules, faults }: Inventory): string {
  return JSON.stringify({
    [verb]: [...modules].map(([name, info]) => moduleFacts(name, info)),
    faults: [...faults].map(([name, message]) => ({ name, message })),
  });
}
