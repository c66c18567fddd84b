import nodeModule from "node:module";

/** What `node:module` has at run time, but not in the runtime's types. */
interface Untyped {
  /** Lets hooks resolve and load what is imported from now on. */
  registerHooks(hooks: LoaderHooks): { deregister(): void };
  /** Turns TypeScript into JavaScript. */
  stripTypeScriptTypes(
    source: string,
    options: { readonly mode: "transform"; readonly sourceMap: boolean },
  ): string;
}

/** Hooks as Node.js has them. */
export interface LoaderHooks {
  resolve(
    specifier: string,
    context: { readonly parentURL?: string },
    next: (specifier: string, context: object) => unknown,
  ): unknown;
  load(
    url: string,
    context: LoadContext,
    next: (url: string, context: object) => unknown,
  ): unknown;
}

/** What a hook is told of what is to be loaded. */
export interface LoadContext {
  /** What follows `with` in an import; nothing for a `require`. */
  readonly importAttributes?: { readonly type?: string };
}

export const { registerHooks, stripTypeScriptTypes } =
  nodeModule as unknown as Untyped;
