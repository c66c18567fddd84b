import { dirname, sep } from "node:path";
import { ModuleError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { quotePath, shellWord } from "../wording.ts";

/** The mode's bits by which others than the owner may write. */
const WRITABLE_BY_OTHERS = 0o022;

/**
 * Makes sure that nobody but root and this user can have put code into a file:
 * the file, its folder and all folders up to the configured one belong to one
 * of them and are writable by nobody else, and no symbolic link leads out.
 *
 * @param file its path
 * @param folders the configured folders, in one of which it has to be
 * @returns its real path
 * @throws {ModuleError} that says how to mend it
 */
export function assertTrusted(
  file: string,
  folders: readonly string[],
): string {
  const path = mustRealPath(file);
  const roots = folders.flatMap((folder) => realPath(folder) ?? []);
  const root = roots.find((folder) => isBelow(path, folder));
  if (root === undefined) throw strayed(file, path, folders);
  for (let place = path;; place = dirname(place)) {
    assertOwned(place);
    if (place === root) return path;
  }
}

/** Whether a path lies in a folder, however deep; both are real paths. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Where a file or folder really is, or nothing where there is none. */
export function realPath(path: string): string | undefined {
  try {
    return Deno.realPathSync(path);
  } catch {
    return undefined;
  }
}

/** What keeps an owner and a mode from being trusted, and its remedy. */
export function distrust(
  place: string,
  { uid, mode }: Pick<Deno.FileInfo, "uid" | "mode">,
  user: number | null,
): string | undefined {
  if (uid !== 0 && uid !== user) {
    return `it belongs to user ${uid}, who is neither root nor this user: ` +
      `run ${quotePath(`chown ${user} ${shellWord(place)}`)}`;
  }
  if (((mode ?? 0) & WRITABLE_BY_OTHERS) === 0) return undefined;
  const shown = ((mode ?? 0) & 0o7777).toString(8).padStart(4, "0");
  return `others than its owner may write to it (its mode is ${shown}): ` +
    `run ${quotePath(`chmod go-w ${shellWord(place)}`)}`;
}

function assertOwned(place: string): void {
  const fault = distrust(place, Deno.statSync(place), Deno.uid());
  if (fault === undefined) return;
  throw new ModuleError(`Cannot trust ${quotePath(place)}: ${fault}`);
}

function mustRealPath(file: string): string {
  try {
    return Deno.realPathSync(file);
  } catch (cause) {
    const why = cause instanceof Deno.errors.NotFound
      ? "there is no such file"
      : messageOf(cause);
    throw new ModuleError(`Cannot read ${quotePath(file)}: ${why}`, { cause });
  }
}

function strayed(
  file: string,
  path: string,
  folders: readonly string[],
): ModuleError {
  const found = file === path
    ? quotePath(file)
    : `${quotePath(file)}, which is ` +
      quotePath(path);
  return new ModuleError(
    `Cannot use ${found}: it is not in ${
      folders.map(quotePath).join(" or ")
    }: move it there, or ` +
      'name its folder in "importPath"',
  );
}
