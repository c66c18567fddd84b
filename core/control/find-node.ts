import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { NAME_PATTERN, NAME_RULE } from "../model/names.ts";
import { UsageError } from "../errors.ts";
import { all, quote, quotePath, remedy } from "../wording.ts";
import { isAnswered } from "./control-socket.ts";
import { AmbiguousNodeError, ControlError } from "./errors.ts";
import { allFolders, nodeOf, type PlaceVariables } from "./places.ts";

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
  const { sockets, hidden } = await search(folders);
  const running = await filter(sockets, isAnswered);
  const meant = running.filter((path) =>
    node === undefined || nodeOf(path) === node
  );
  const [only] = meant;
  if (only !== undefined && (meant.length === 1 || node !== undefined)) {
    return only;
  }
  if (meant.length > 1) throw new AmbiguousNodeError(tooMany(meant));
  throw new ControlError(none(node, running) + hint(hidden));
}

interface Found {
  readonly sockets: readonly string[];
  /** Folders that are there, but closed to this user. */
  readonly hidden: readonly string[];
}

async function search(folders: readonly string[]): Promise<Found> {
  const sockets: string[] = [];
  const hidden: string[] = [];
  for (const folder of folders) {
    try {
      const names = await readdir(folder);
      const paths = names.sort().map((name) => join(folder, name));
      sockets.push(...paths.filter((path) => nodeOf(path) !== undefined));
    } catch (error) {
      if (isClosed(error)) hidden.push(folder);
    }
  }
  return { sockets, hidden };
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

function hint(hidden: readonly string[]): string {
  return hidden.length > 0
    ? `; what runs as a service is in ${hidden.map(quotePath).join(", ")}, ` +
      "which is another user's: ask as root, by sudo"
    : '; start it by "kozo run", or say by "--control" where it can be asked';
}
