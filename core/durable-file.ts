import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Whose a file is, and who else may use it. */
export interface Ownership {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Replaces a file's content so that after a power cut, at any moment, it is
 * the old one or the new one. Once this returns it is the new one.
 *
 * The new content waits under the `temporary` name, in the same folder, until
 * all of it is on the disk; only then the file's name moves to it.
 *
 * @param ownership what the file has from then on; default: it is this user's
 * alone
 * @throws {Error} of the operating system; the old content is then still there,
 * unless it was the very last step that failed
 */
export async function replaceFile(
  path: string,
  temporary: string,
  content: Uint8Array,
  ownership?: Ownership,
): Promise<void> {
  try {
    await writeNewFile(temporary, content, ownership);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

/**
 * Writes a file that is not there yet. Once this returns its content is on the
 * disk; its name is once {@link syncFolder} has returned, too.
 *
 * @param ownership as for {@link replaceFile}
 * @throws {Error} of the operating system, `EEXIST` when it is there
 */
export async function writeNewFile(
  path: string,
  content: Uint8Array,
  ownership?: Ownership,
): Promise<void> {
  // "wx" refuses whatever is there already, a link to another file too.
  const file = await open(path, "wx", 0o600);
  try {
    if (ownership !== undefined) {
      await file.chown(ownership.uid, ownership.gid);
      await file.chmod(ownership.mode);
    }
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts on the disk which files a folder holds under which names. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
