import { ImportHooks } from "./import-hooks.ts";
import type { ModulePaths } from "./paths.ts";

/** Hooks that somebody needs until this is disposed of. */
export interface SharedHooks extends Disposable {
  readonly hooks: ImportHooks;
}

/** Hooks, and how many need them. */
interface Pooled {
  readonly hooks: ImportHooks;
  users: number;
}

/**
 * The hooks of all libraries, one for all that have the same folders: the file
 * of a node that runs for years is read anew many times, and the roles that
 * stay need the hooks that they were loaded with.
 */
export class HookPool {
  readonly #pooled = new Map<string, Pooled>();

  /** Hooks that are installed. */
  get size(): number {
    return this.#pooled.size;
  }

  /** Gives the hooks for some folders, and installs them if need be. */
  borrow(paths: ModulePaths): SharedHooks {
    const { rolePath, transportPath, importPath } = paths;
    const key = JSON.stringify([rolePath, transportPath, importPath]);
    const pooled = this.#pooled.get(key) ?? this.#install(key, paths);
    pooled.users++;
    const give = () => {
      if (--pooled.users > 0) return;
      this.#pooled.delete(key);
      pooled.hooks[Symbol.dispose]();
    };
    return { hooks: pooled.hooks, [Symbol.dispose]: give };
  }

  #install(key: string, paths: ModulePaths): Pooled {
    const hooks = new ImportHooks(paths);
    hooks.install();
    const pooled = { hooks, users: 0 };
    this.#pooled.set(key, pooled);
    return pooled;
  }
}
