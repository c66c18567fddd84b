import { rmSync, type Stats } from "node:fs";
import { lstat, mkdir, rm } from "node:fs/promises";
import { StartError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { quotePath } from "../wording.ts";
import { lengthFault } from "./socket-path.ts";

/** What others than the owner may not do with a socket. */
const OWNER_ONLY = 0o177;

/** Permissions of a folder that let others than its owner in. */
const OTHERS = 0o077;

/** The socket at which a node can be asked. It is the owner's alone. */
export class ControlSocket implements Disposable {
  readonly path: string;
  readonly #listener: Deno.UnixListener;
  /** Which file it is: another node's may have the same path later. */
  readonly #file: string | undefined;
  #isOpen = true;

  private constructor(path: string, listener: Deno.UnixListener) {
    this.path = path;
    this.#listener = listener;
    this.#file = fileAt(path);
  }

  /** Whether whoever asks at its path asks here. */
  get isThere(): boolean {
    return this.#file !== undefined && fileAt(this.path) === this.#file;
  }

  /**
   * Opens it. What a node that was killed has left there is replaced.
   *
   * @throws {StartError} when a running node has it, or it cannot be made
   */
  static async open(path: string): Promise<ControlSocket> {
    try {
      await removeStale(path);
      return new ControlSocket(path, listen(path));
    } catch (cause) {
      throw new StartError(
        `Cannot be asked at ${quotePath(path)}: ` +
          (lengthFault(path) ?? messageOf(cause)),
        { cause },
      );
    }
  }

  /**
   * Whoever asks next; nobody once it is disposed of.
   *
   * @throws when the system lets nobody in at present
   */
  async accept(): Promise<Deno.UnixConn | undefined> {
    try {
      return await this.#listener.accept();
    } catch (error) {
      if (!this.#isOpen) return undefined;
      throw error;
    }
  }

  /** Takes it away, unless another has its path. */
  [Symbol.dispose](): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#listener.close();
    if (!this.isThere) return;
    try {
      Deno.removeSync(this.path);
    } catch {
      // Somebody has tidied up already.
    }
  }
}

/** What no other file has as long as this one is listened at. */
function fileAt(path: string): string | undefined {
  try {
    const { dev, ino } = Deno.lstatSync(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/**
 * Makes the folder of a socket, unless it is there.
 *
 * @throws {StartError} when it lets others in: they could put anything there
 */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const found = await lstat(folder);
    if (isPrivate(found) && found.uid === Deno.uid()) return;
  } catch (cause) {
    throw new StartError(
      `Cannot be asked in ${quotePath(folder)}: ${messageOf(cause)}`,
      { cause },
    );
  }
  throw new StartError(
    `Cannot be asked in ${quotePath(folder)}: others than this user may use ` +
      `it: remove it, or "chmod 700" it, or name another place by "--control"`,
  );
}

/** Whether a file is a folder, and of its owner alone. */
export function isPrivate(found: Stats): boolean {
  return found.isDirectory() && (found.mode & OTHERS) === 0;
}

/**
 * With a listener goes what is then at the path that it was made at, whosever
 * it is: so it is made at another.
 */
function listen(path: string): Deno.UnixListener {
  const cradle = `${path}~`;
  rmSync(cradle, { force: true });
  const listener = listenAlone(cradle);
  try {
    Deno.renameSync(cradle, path);
    return listener;
  } catch (error) {
    listener.close();
    throw error;
  }
}

function listenAlone(path: string): Deno.UnixListener {
  // A socket has the mode that this leaves from its very beginning.
  const before = Deno.umask(OWNER_ONLY);
  try {
    return Deno.listen({ transport: "unix", path });
  } finally {
    Deno.umask(before);
  }
}

async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket()) throw new TypeError("there is something else already");
  if (await isAnswered(path)) {
    throw new TypeError(
      "a running node has it already: stop that one, or name another place " +
        'by "--control"',
    );
  }
  await rm(path, { force: true });
}

/** Whether somebody listens at a socket. */
export async function isAnswered(path: string): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path })).close();
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.ConnectionRefused ||
      error instanceof Deno.errors.NotFound);
  }
}
