import { resolve } from "node:path";
import { realPath } from "../modules/trust.ts";
import { scalarOf } from "./reading.ts";
import { entriesOf, type Entry, type Value } from "./tree.ts";

/**
 * Where the private keys of all nodes are. It is known before anything else is
 * read, and even where something else is wrong.
 *
 * @param folder the folder of the configuration file
 */
export function privateKeysIn(root: Value, folder: string): string[] {
  const system = entriesOf(root).find(({ key }) => key === "system");
  return childrenOf(system).flatMap((node) => {
    const key = childrenOf(node).find(({ key }) => key === "privateKey");
    const path = key && scalarOf(key.value);
    return typeof path === "string" ? namesOf(resolve(folder, path)) : [];
  });
}

/** A file as it is named, and as it is called where no link leads to it. */
function namesOf(path: string): string[] {
  return [...new Set([path, realPath(path) ?? path])];
}

function childrenOf(entry: Entry | undefined): readonly Entry[] {
  return entry === undefined ? [] : entriesOf(entry.value);
}
