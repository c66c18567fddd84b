import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Environment, withDeadline } from "../environment.ts";
import { ModuleError } from "../errors.ts";
import { messageOf, printable } from "../text.ts";
import { quotePath } from "../wording.ts";
import type { ImportHooks } from "./import-hooks.ts";
import { HookPool, type SharedHooks } from "./hook-pool.ts";
import type { ModulePaths } from "./paths.ts";

/** Seconds that a module may take to load, all it imports included. */
const PATIENCE = 10;

/** Imports modules that are not part of the program. */
export class Importer implements Disposable {
  readonly #paths: ModulePaths;
  readonly #environment: Environment;
  readonly #pool: HookPool;
  #shared: SharedHooks | undefined;
  /** One at a time, so that a fault is that of the module it came with. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param pool what watches over imports, for others with the same folders */
  constructor(
    paths: ModulePaths,
    environment: Environment,
    pool = new HookPool(),
  ) {
    this.#paths = paths;
    this.#environment = environment;
    this.#pool = pool;
  }

  /**
   * Imports a file and gives what it exports.
   *
   * @param edition another number than before reads it anew, and what it imports
   * @throws {ModuleError} when that fails, with the place of the fault
   */
  async import(
    file: string,
    edition = 0,
  ): Promise<Readonly<Record<string, unknown>>> {
    const query = edition === 0 ? "" : `?edition=${edition}`;
    const turn = this.#last.then(() => this.#import(file, query));
    this.#last = turn.catch(() => {});
    return await turn;
  }

  async #import(file: string, query: string) {
    const hooks = this.#hooks;
    hooks.takeFault();
    const { signal } = new AbortController();
    try {
      return await withDeadline(
        this.#environment,
        PATIENCE,
        signal,
        () => tooSlow(file),
        async () => await import(pathToFileURL(file).href + query),
      );
    } catch (error) {
      const fault = hooks.takeFault();
      if (fault instanceof ModuleError) throw fault;
      if (error instanceof ModuleError) throw error;
      throw new ModuleError(explain(fault ?? error, file), { cause: error });
    }
  }

  /** Nothing can be imported any more, by roles neither. */
  [Symbol.dispose](): void {
    this.#shared?.[Symbol.dispose]();
    this.#shared = undefined;
  }

  get #hooks(): ImportHooks {
    this.#shared ??= this.#pool.borrow(this.#paths);
    return this.#shared.hooks;
  }
}

function tooSlow(file: string): ModuleError {
  return new ModuleError(
    `Cannot load ${
      quotePath(file)
    }: it has not finished within ${PATIENCE} s: ` +
      'an "await" outside of all functions waits for something; move it into ' +
      '"localInit"',
  );
}

/** What the runtime says when a module cannot be loaded, on one line. */
function explain(error: unknown, file: string): string {
  const isError = error instanceof Error;
  const name = isError && error.name !== "Error" ? `${error.name}: ` : "";
  const whole = printableLine(isError ? error.message : messageOf(error));
  const place = /\s*at (file:\S+?):(\d+):(\d+)$/.exec(whole);
  const text = place ? whole.slice(0, place.index) : whole;
  const [at = "", line, column] = place?.slice(1) ?? thrownAt(error, file);
  const where = at && `, line ${line}, column ${column}`;
  return `Cannot load ${quotePath(at ? pathOf(at, file) : file)}${where}: ` +
    `${name}${text}`;
}

/** Where in its file, or one beside it, an error was thrown. */
function thrownAt(error: unknown, file: string): string[] {
  const stack = error instanceof Error ? error.stack ?? "" : "";
  const place = /at (?:.*\()?(file:\S+?):(\d+):(\d+)\)?$/m.exec(stack);
  const [, url = "", line = "", column = ""] = place ?? [];
  // The program's own files tell its user nothing.
  return dirname(pathOf(url, "")) === dirname(file) ? [url, line, column] : [];
}

function pathOf(url: string, file: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return file;
  }
}

/** Without colours, on one line. */
function printableLine(text: string): string {
  // deno-lint-ignore no-control-regex -- colours are what it is about
  const plain = text.replace(/\u001b\[[0-9;]*m/g, "");
  return printable(
    plain.trim().split("\n").map((line) => line.trim())
      .filter((line) => !line.startsWith("hint:")).join(" "),
  );
}
