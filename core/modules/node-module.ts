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
    context: object,
    next: (url: string, context: object) => unknown,
  ): unknown;
}

export const { registerHooks, stripTypeScriptTypes } =
  nodeModule as unknown as Untyped;
