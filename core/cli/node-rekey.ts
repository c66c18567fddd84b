import type { Command } from "commander";
import { existsSync } from "node:fs";
import { basename, relative } from "node:path";
import type { NodeConfig } from "../config/config.ts";
import { rekeyNode } from "../config/edit/edit-nodes.ts";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import {
  isKey,
  parsePublicKey,
  replacementSteps,
  waitingPath,
} from "../ssh/keys.ts";
import { quote, quotePath } from "../wording.ts";
import { othersHints } from "./copy-hints.ts";
import { EditableConfig } from "./edit-config.ts";
import { examples } from "./examples.ts";
import { isHere } from "./is-here.ts";
import { namedNode } from "./named-node.ts";
import { configOption } from "./node-arguments.ts";
import { type KeyFlags, keyOptions, makeNodeKey, withKey } from "./node-key.ts";
import { print } from "./print.ts";

/** Adds `kozo node rekey`. */
export function addNodeRekey(node: Command, registry: ModuleRegistry): void {
  const verb = node.command("rekey")
    .description("give a node another key")
    .argument("<node>", "what it is called")
    .addOption(configOption());
  for (const option of keyOptions()) verb.addOption(option);
  verb.addHelpText("after", HELP)
    .action((name: string, flags: KeyFlags) => rekey(name, flags, registry));
}

async function rekey(
  name: string,
  flags: KeyFlags,
  registry: ModuleRegistry,
): Promise<void> {
  const config = await EditableConfig.open(flags.config, registry);
  const node = namedNode(config, name);
  const path = typed(node.privateKey);
  const beside = flags.keyOut === undefined && existsSync(path)
    ? waitingPath(path)
    : undefined;
  if (beside !== undefined && flags.publicKey === undefined) {
    await refuseWaiting(node, path, beside);
  }
  const key = await makeNodeKey(name, flags, beside);
  await withKey(key, async () => {
    const text = rekeyNode(config.text, name, key.publicKey);
    await config.check(text);
    await config.save(text);
  });
  print(`Changed the key of ${quote(name)} in ${flags.config}`);
  const present = await isHere(node) ? path : undefined;
  for (const line of ownHints(basename(flags.config), key.path, present)) {
    print(line);
  }
  for (const line of await othersHints(config, name)) print(line);
}

/**
 * @throws {UsageError} when the key that the configuration has is still in the
 * file where keys wait: without it the node would be locked out
 */
async function refuseWaiting(
  { name, publicKey }: NodeConfig,
  path: string,
  waiting: string,
): Promise<void> {
  if (!await isKey(waiting, parsePublicKey(publicKey))) return;
  throw new UsageError(
    `Cannot make another key for ${quote(name)}: ${
      quotePath(waiting)
    } waits, ` +
      "which the configuration has already; put that in its place first, " +
      `where the node runs, by "${
        replacementSteps(path, waiting).join(" && ")
      }"`,
  );
}

/** A path as users would type it. */
function typed(path: string): string {
  const short = relative(Deno.cwd(), path);
  return short.startsWith("..") ? path : short;
}

/**
 * What the node itself needs: a running one keeps the key it has.
 *
 * @param key the new one, if it was made here
 * @param present the one that the node has, if it is on this machine
 */
function ownHints(
  file: string,
  key: string | undefined,
  present: string | undefined,
): string[] {
  if (key === undefined) {
    return [`That node needs the new ${file}, and a new start`];
  }
  if (present === undefined) {
    return [
      `Put ${key} on that node, in the place of the key it has, and the new ` +
      `${file}; then start it anew`,
    ];
  }
  return [
    `The key that it has is still ${present}, the new one is ${key}. Put that ` +
    "in its place, where the node runs:",
    ...replacementSteps(present, key).map((step) => `  ${step}`),
    "Then start it anew: until that, those that have the new " +
    `${file} do not know it`,
  ];
}

const HELP = `
The key that it has is not overwritten. Where that is on this machine the new
one goes beside it, with ".new" at the end, and what to do then is printed.
` + examples([
  ["kozo node rekey clock", "makes clock.key.new where clock.key is"],
  ["kozo node rekey clock --key-out new", "makes new/clock.key"],
  ['kozo node rekey clock --public-key "ssh-ed25519 AAAA…"', "one of its own"],
], [0, 1, 2, 3, 4]);
