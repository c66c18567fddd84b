import { fileURLToPath, pathToFileURL } from "node:url";
import { ModuleError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { all, doubt, quote, quotePath, remedy } from "../wording.ts";
import type { ModuleInfo } from "./info.ts";
import { findModuleFile, typesIn } from "./module-file.ts";
import type { BuiltIn, BuiltIns } from "./built-in.ts";
import { assertTrusted, realPath } from "./trust.ts";

/** A module that has been loaded. */
export interface LoadedModule<Info extends ModuleInfo = ModuleInfo> {
  /** Where it was loaded from. */
  readonly url: string;
  /** What it says of itself. */
  readonly info: Info;
}

/** What a shelf is made from. */
export interface ShelfOptions<Info extends ModuleInfo> {
  readonly noun: "role" | "transport";
  readonly builtIns: BuiltIns<Info>;
  /** The folders to look in for all other types. */
  readonly folders: readonly string[];
  /** @throws {ModuleError} when that fails */
  importFile(file: string): Promise<Readonly<Record<string, unknown>>>;
  /** @throws {ModuleError} when what a file exports is not such a module */
  check(file: string, exports: Readonly<Record<string, unknown>>): Info;
}

/** All modules of one kind, roles or transports, that a node can have. */
export class Shelf<Info extends ModuleInfo = ModuleInfo> {
  readonly noun: "role" | "transport";
  readonly #options: ShelfOptions<Info>;
  readonly #loading = new Map<
    string,
    Promise<LoadedModule<Info> | undefined>
  >();
  readonly #loaded = new Map<string, LoadedModule<Info>>();
  readonly #faults = new Map<string, string>();

  constructor(options: ShelfOptions<Info>) {
    this.noun = options.noun;
    this.#options = options;
  }

  /** The module of a type, if {@link load} has found one before. */
  get(type: string): LoadedModule<Info> | undefined {
    return this.#loaded.get(type);
  }

  /** Why the module of a type could not be used, if it was there. */
  faultOf(type: string): string | undefined {
    return this.#faults.get(type);
  }

  /**
   * Loads the module of a type, once: a built-in one, or else that of a file.
   *
   * @returns nothing when there is none
   * @throws {ModuleError} when there is one that cannot be used
   */
  load(type: string): Promise<LoadedModule<Info> | undefined> {
    const known = this.#loading.get(type);
    if (known !== undefined) return known;
    const loading = this.#load(type);
    this.#loading.set(type, loading);
    return loading;
  }

  /** Whether a type is part of the program. */
  isBuiltIn(type: string): boolean {
    return this.#builtIn(type) !== undefined;
  }

  /**
   * Where the module of a type is, which is not loaded: its code is to run
   * elsewhere.
   *
   * @returns its path, or nothing when there is none
   * @throws {ModuleError} when there is one that must not be loaded
   */
  async locate(type: string): Promise<string | undefined> {
    const builtIn = this.#builtIn(type);
    if (builtIn !== undefined) return fileURLToPath(builtIn.url);
    const file = await findModuleFile(type, this.#options.folders);
    return file && assertTrusted(file.path, [file.folder]);
  }

  /**
   * Makes sure that no file has the name of a built-in type: it would not be
   * used, though its owner expects it to be.
   *
   * @throws {ModuleError} that names the file
   */
  async assertUnshadowed(type: string): Promise<void> {
    const builtIn = this.#builtIn(type);
    const file = builtIn && await findModuleFile(type, this.#options.folders);
    // Kōzō's own folder may be among those that are searched.
    if (!file || urlOf(file.path) === builtIn.url) return;
    throw new ModuleError(
      `${quote(type)} is a ${this.noun} of Kōzō itself, so that ` +
        `${quotePath(file.path)} is not used: give the file, and the ` +
        '"type" of the block, another name',
    );
  }

  /** The types of which there is a module, or at least a file of that name. */
  async types(): Promise<string[]> {
    const { builtIns, folders } = this.#options;
    const found = [...Object.keys(builtIns), ...await typesIn(folders)];
    return [...new Set(found)].sort();
  }

  /**
   * What to say of a type that has no module.
   *
   * @param isName whether a block has no `type`, so that its name had to do
   */
  async whyUnknown(type: string, isName: boolean): Promise<string> {
    const types = await this.types();
    const name = quote(type);
    const { noun } = this;
    const resembling = doubt(type, types);
    const searched = this.#searched(resembling !== "");
    if (!isName) {
      return `Unknown ${noun} type ${name}${remedy(type, types)}${searched}`;
    }
    const block = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${name}`;
    return `${block} has no "type", and ${name} is none` +
      (types.length === 0 ? ", there are none" : `: add one of ${all(types)}`) +
      resembling + searched;
  }

  /** Where files were looked for, to end a message. */
  #searched(resembles: boolean): string {
    const { folders } = this.#options;
    if (folders.length === 0) {
      // What was probably meant is none of one's own.
      if (resembles) return "";
      return `; for one of your own, name its folder in "${this.noun}Path" or ` +
        `KOZO${this.noun.toUpperCase()}PATH`;
    }
    const names = folders.map((folder) =>
      quotePath(folder) + (realPath(folder) ? "" : " (no such folder)")
    );
    return `; looked for a file of that name in ${names.join(", ")}`;
  }

  #builtIn(type: string): BuiltIn<Info> | undefined {
    const { builtIns } = this.#options;
    return Object.hasOwn(builtIns, type) ? builtIns[type] : undefined;
  }

  async #load(type: string): Promise<LoadedModule<Info> | undefined> {
    const builtIn = this.#builtIn(type);
    const module = builtIn
      ? { url: builtIn.url, info: await builtIn.load() }
      : await this.#loadFile(type);
    if (module !== undefined) this.#loaded.set(type, module);
    return module;
  }

  async #loadFile(type: string): Promise<LoadedModule<Info> | undefined> {
    const { folders, importFile, check } = this.#options;
    const file = await findModuleFile(type, folders);
    if (file === undefined) return undefined;
    try {
      const path = assertTrusted(file.path, [file.folder]);
      const info = check(path, await importFile(path));
      return { url: pathToFileURL(path).href, info };
    } catch (error) {
      this.#faults.set(type, messageOf(error));
      throw error;
    }
  }
}

function urlOf(path: string): string {
  return pathToFileURL(realPath(path) ?? path).href;
}
