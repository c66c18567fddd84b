import { readFileSync } from "node:fs";
import { type LoadContext, nodeModule } from "./node-module.ts";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ModuleError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { quote, quotePath } from "../wording.ts";
import { allFolders, type ModulePaths } from "./paths.ts";
import { isOfProgram } from "./program-files.ts";
import { assertTrusted, isBelow, realPath } from "./trust.ts";
import { toJavaScript } from "./transpile.ts";

/** A name that is neither a path nor a URL, such as `helpers/x.ts`. */
const BARE = /^(?![./]|[a-z][a-z0-9+.-]*:)/i;

/**
 * Watches over what modules that are not part of the program import: each file
 * is checked before it runs, and a name that is no path is looked for in the
 * folders of `importPath`.
 */
export class ImportHooks implements Disposable {
  readonly #paths: ModulePaths;
  /** All folders, as they are configured. */
  readonly #folders: readonly string[];
  /** The real paths that they have, and those that they had before. */
  readonly #roots = new Set<string>();
  #installed: { deregister(): void } | undefined;
  #fault: unknown;

  constructor(paths: ModulePaths) {
    this.#paths = paths;
    this.#folders = allFolders(paths);
  }

  /** Begins to watch. */
  install(): void {
    this.#installed ??= nodeModule().registerHooks({
      resolve: (specifier, context, next) => {
        const url = this.#note(() =>
          this.#find(specifier, context.parentURL ?? "")
        );
        return url === undefined
          ? next(specifier, context)
          : { url, shortCircuit: true };
      },
      load: (url, context, next) => {
        if (isRequiredJson(url, context)) {
          const source = readFileSync(fileURLToPath(url), "utf8");
          return { format: "json", source, shortCircuit: true };
        }
        const source = this.#note(() => this.#read(url));
        return source === undefined
          ? next(url, context)
          : { format: "module", source, shortCircuit: true };
      },
    });
  }

  /** Ends the watch. */
  [Symbol.dispose](): void {
    this.#installed?.deregister();
    this.#installed = undefined;
  }

  /** What the hooks have refused since this was asked last, if anything. */
  takeFault(): unknown {
    const fault = this.#fault;
    this.#fault = undefined;
    return fault;
  }

  /** The runtime wraps what a hook throws into an error of its own. */
  #note<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#fault ??= error;
      throw error;
    }
  }

  /** Where a name leads that only these modules know, or nothing. */
  #find(specifier: string, importer: string): string | undefined {
    if (!this.#isOwn(importer)) return undefined;
    if (!BARE.test(specifier)) {
      if (!/^([./]|file:)/.test(specifier)) return undefined;
      const url = new URL(specifier, importer);
      this.#check(url, specifier, importer);
      return sameEdition(url, importer);
    }
    if (isKnown(specifier)) return undefined;
    const { importPath } = this.#paths;
    const files = importPath.map((folder) => resolve(folder, specifier));
    const file = files.find(exists);
    if (file !== undefined) {
      const url = pathToFileURL(file);
      this.#check(url, specifier, importer);
      return sameEdition(url, importer);
    }
    throw new ModuleError(
      `${quotePath(fileURLToPath(importer))} imports ${
        quote(specifier)
      }, which ` +
        (importPath.length === 0
          ? 'is not part of Kōzō: name the folder it is in by "importPath" or KOZOIMPORTPATH'
          : `is not in ${
            importPath.map(quotePath).join(" or ")
          }, the folders of ` +
            '"importPath"'),
    );
  }

  /** The JavaScript of a file of these modules; nothing for any other. */
  #read(url: string): string | undefined {
    if (!this.#isOwn(url)) return undefined;
    const file = fileURLToPath(url);
    if (!/\.m?[jt]s$/.test(file)) return undefined;
    assertTrusted(file, this.#folders);
    const source = readFileSync(file, "utf8");
    if (!/\.m?ts$/.test(file)) return source;
    try {
      return toJavaScript(source, url);
    } catch (cause) {
      throw new ModuleError(syntaxFault(cause, file), { cause });
    }
  }

  /** A path, or a name, may lead out of the folders, or nowhere. */
  #check(url: URL, specifier: string, importer: string): void {
    try {
      assertTrusted(fileURLToPath(url), this.#folders);
    } catch (cause) {
      throw new ModuleError(
        `Cannot import ${quote(specifier)} into ` +
          `${quotePath(fileURLToPath(importer))}: ${messageOf(cause)}`,
        { cause },
      );
    }
  }

  #isOwn(url: string): boolean {
    if (!url.startsWith("file:")) return false;
    const path = fileURLToPath(url);
    const places = this.#places;
    return places.some((folder) => isBelow(path, folder)) &&
      !isOfProgram(path, places);
  }

  /**
   * Where files of these modules can be. A folder may come later than these
   * hooks, and a link may lead elsewhere, while roles run that are from where
   * it led before.
   */
  get #places(): readonly string[] {
    for (const folder of this.#folders) {
      const root = realPath(folder);
      if (root !== undefined) this.#roots.add(root);
    }
    return [...this.#roots, ...this.#folders];
  }
}

/**
 * Whether a package in CommonJS requires JSON, which the runtime takes for
 * JavaScript as soon as there are hooks. An import has `with { type: "json" }`.
 */
function isRequiredJson(url: string, context: LoadContext): boolean {
  return url.startsWith("file:") && new URL(url).pathname.endsWith(".json") &&
    context.importAttributes?.type === undefined;
}

/** What a module imports is read anew with it: see `Importer`. */
function sameEdition(url: URL, importer: string): string {
  url.search ||= new URL(importer).search;
  return url.href;
}

/** Whether the program itself maps a name, as it does `kozo`. */
function isKnown(specifier: string): boolean {
  try {
    import.meta.resolve(specifier);
    return true;
  } catch {
    return false;
  }
}

function exists(file: string): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}

/** `SyntaxError: Expected … at file:///…:4:2` as ours. */
function syntaxFault(error: unknown, file: string): string {
  const text = messageOf(error);
  const what = /SyntaxError: (.*?)(?:\\n|$)/.exec(text)?.[1] ?? text;
  const [, line, column] = /:(\d+):(\d+)$/.exec(text) ?? [];
  const place = line === undefined ? "" : `, line ${line}, column ${column}`;
  return `Cannot load ${quotePath(file)}${place}: SyntaxError: ${what}`;
}
