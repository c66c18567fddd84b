import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { StartError, StorageError } from "../errors.ts";
import { messageOf } from "../text.ts";

/**
 * Makes the folder of a node's role storage when it is missing, and proves
 * that files can be made in it.
 *
 * @throws {StartError} when that fails
 */
export async function prepareStorageFolder(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${crypto.randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(probe, "", { flag: "wx", mode: 0o600 });
    await rm(probe);
  } catch (cause) {
    throw new StartError(
      `Cannot store anything in "${folder}": ${messageOf(cause)}; set ` +
        '"roleStorage" to a folder that this user may write to',
      { cause },
    );
  }
}

/** The folder for files of a node's transports, beside that of its roles. */
export function transportFolder(roleStorage: string): string {
  return join(dirname(roleStorage), "transports");
}

/**
 * The file that holds what a role stores: `<folder>/<node>.<role>.kozo`.
 *
 * Names may hold dots: "%", which they may not hold, stands for those of the
 * role, so that `c` of node `a.b` and `b.c` of node `a` have a file each.
 *
 * @throws {StorageError} when the names lead out of the folder
 */
export function storagePath(
  folder: string,
  node: string,
  role: string,
): string {
  const name = `${node}.${role.replaceAll(".", "%")}.kozo`;
  const path = resolve(folder, name);
  if (dirname(path) === resolve(folder)) return path;
  throw new StorageError(
    `Cannot store the value of "${role}@${node}": "${name}" leads out of ` +
      `"${folder}"; take the slashes out of the names of node and role`,
  );
}
