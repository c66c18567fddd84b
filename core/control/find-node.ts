import type { Stats } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { NAME_PATTERN, NAME_RULE } from "../model/names.ts";
import { UsageError } from "../errors.ts";
import { all, quote, quotePath, remedy } from "../wording.ts";
import { isAnswered, isPrivate } from "./control-socket.ts";
import { AmbiguousNodeError, ControlError } from "./errors.ts";
import { allFolders, nodeOf, type PlaceVariables, SERVICE } from "./places.ts";

/** What a user says of the node to ask. */
export interface Wanted {
  /** Its name; default: the only one that runs. */
  readonly node?: string | undefined;
  /** The path of its socket, if that is not where it would be looked for. */
  readonly control?: string | undefined;
}

/**
 * The socket of the running node that a user means.
 *
 * @throws {ControlError} when there is none
 * @throws {AmbiguousNodeError} when there is more than one
 * @throws {UsageError} when no node can have that name
 */
export async function findSocket(
  { node, control }: Wanted,
  variables: PlaceVariables,
): Promise<string> {
  if (control !== undefined) return control;
  if (node !== undefined && !NAME_PATTERN.test(node)) {
    throw new UsageError(`${quote(node)} is no node: ${NAME_RULE}`);
  }
  const folders = allFolders(variables);
  const { sockets, hidden, suspect } = await search(folders, variables.uid);
  const running = await filter(sockets, isAnswered);
  const meant = running.filter((path) =>
    node === undefined || nodeOf(path) === node
  );
  const [only] = meant;
  if (only !== undefined && (meant.length === 1 || node !== undefined)) {
    return only;
  }
  if (meant.length > 1) throw new AmbiguousNodeError(tooMany(meant));
  throw new ControlError(none(node, running) + hint(hidden, suspect));
}

interface Found {
  readonly sockets: readonly string[];
  /** Folders that are there, but closed to this user. */
  readonly hidden: readonly string[];
  /** Folders in which others could have put anything. */
  readonly suspect: readonly string[];
}

async function search(
  folders: readonly string[],
  uid: number,
): Promise<Found> {
  const sockets: string[] = [];
  const hidden: string[] = [];
  const suspect: string[] = [];
  for (const folder of folders) {
    try {
      if (!isTrusted(folder, await lstat(folder), uid)) {
        suspect.push(folder);
        continue;
      }
      const names = await readdir(folder);
      const paths = names.sort().map((name) => join(folder, name));
      sockets.push(...paths.filter((path) => nodeOf(path) !== undefined));
    } catch (error) {
      if (isClosed(error)) hidden.push(folder);
    }
  }
  return { sockets, hidden, suspect };
}

/**
 * Whether what is in a folder is what this user's nodes, or the machine's, have
 * put there: anybody can make a folder in `/tmp`.
 */
function isTrusted(folder: string, found: Stats, uid: number): boolean {
  // Nobody but root can make this one, for whichever user the service has.
  if (folder === SERVICE) return found.isDirectory();
  return isPrivate(found) && (found.uid === uid || found.uid === 0);
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    (error.code === "EACCES" || error.code === "EPERM");
}

async function filter<T>(
  things: readonly T[],
  holds: (thing: T) => Promise<boolean>,
): Promise<T[]> {
  const verdicts = await Promise.all(things.map(holds));
  return things.filter((_, index) => verdicts[index]);
}

function tooMany(paths: readonly string[]): string {
  const names = paths.map((path) => nodeOf(path) ?? path);
  return `Several nodes run here: ${all(names)}; say which by "--node"`;
}

function none(node: string | undefined, running: readonly string[]): string {
  if (node === undefined) return "No node of this user runs here";
  const names = running.map((path) => nodeOf(path) ?? path);
  return `No node ${quote(node)} of this user runs here${remedy(node, names)}`;
}

function hint(
  hidden: readonly string[],
  suspect: readonly string[],
): string {
  if (suspect.length > 0) {
    return `; nobody is asked in ${suspect.map(quotePath).join(", ")}, which ` +
      "others than this user may use: remove it, or say by " +
      '"--control" which socket to trust';
  }
  return hidden.length > 0
    ? `; what runs as a service is in ${hidden.map(quotePath).join(", ")}, ` +
      "which is another user's: ask as root, by sudo"
    : '; start it by "kozo run", or say by "--control" where it can be asked';
}
