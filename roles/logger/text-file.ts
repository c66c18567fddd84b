import { Buffer } from "node:buffer";
import { open, rename, rm, writeFile } from "node:fs/promises";

/** For the user and the group: what happens at home is nobody else's business. */
const MODE = 0o640;

/** Bytes of a file's end that are looked at. */
const TAIL_SIZE = 64 * 1024;

const NEWLINE = "\n".charCodeAt(0);

/** Empties a file, which is made when missing. */
export async function clear(path: string): Promise<void> {
  await writeFile(path, "", { mode: MODE });
}

/**
 * Appends all of a text, or nothing when that fails: no line is ever half
 * there. The file is made when missing, its folder is not: a missing folder
 * may be a disk that is not mounted.
 *
 * @throws {Error} of the operating system
 */
export async function appendWhole(path: string, text: string): Promise<void> {
  const file = await open(path, "a", MODE);
  try {
    const { size } = await file.stat();
    await file.writeFile(text).catch(async (error) => {
      await file.truncate(size).catch(() => {});
      throw error;
    });
  } finally {
    await file.close();
  }
}

/** What {@link measure} tells of a file. */
export interface TextMeasure {
  /** How many lines it has; in a big file an estimate. */
  readonly lines: number;
  /** Whether its last line lacks its end. */
  readonly endsInHalfLine: boolean;
}

/**
 * Looks at the end of a file, and judges the whole by it: to count the lines
 * of a big one would take seconds at each start.
 *
 * @throws {Error} of the operating system; a missing file is an empty one
 */
export async function measure(path: string): Promise<TextMeasure> {
  const file = await open(path, "a+", MODE);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL_SIZE);
    const tail = Buffer.alloc(length);
    await file.read(tail, 0, length, size - length);
    const newlines = tail.filter((byte) => byte === NEWLINE).length;
    return {
      lines: length === 0 ? 0 : Math.round(newlines * size / length),
      endsInHalfLine: length > 0 && tail.at(-1) !== NEWLINE,
    };
  } finally {
    await file.close();
  }
}

/**
 * Gives a file the name `….1`, the one that had it `….2`, and so on.
 *
 * @param keep how many old files are kept
 * @throws {Error} of the operating system
 */
export async function rotate(path: string, keep: number): Promise<void> {
  const nameOf = (age: number) => age === 0 ? path : `${path}.${age}`;
  await rm(nameOf(keep), { force: true });
  for (let age = keep - 1; age >= 0; age--) {
    await renameIfThere(nameOf(age), nameOf(age + 1));
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error &&
      error.code === "ENOENT";
    if (!isMissing) throw error;
  }
}
