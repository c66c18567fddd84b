import type { Pass } from "./admission.ts";

/** Where a debugger may come in. */
export interface Door {
  /** Nothing: all addresses of this machine. */
  readonly hostname: string | undefined;
  /** 0: any that is free. */
  readonly port: number;
  readonly pass: Pass;
  /** Seconds in which it has to come. */
  readonly timeout: number;
}

/** What the role says to the Worker. */
export type ToRelay =
  /** Connect to V8's inspector. */
  | { readonly say: "connect"; readonly url: string }
  /** Let a debugger in. */
  | { readonly say: "listen"; readonly door: Door };

/** What the Worker says to the role. */
export type FromRelay =
  /** It runs, or has done what it was told; the port is its own. */
  | { readonly say: "done"; readonly port: number }
  /** It could not do that. */
  | { readonly say: "failed"; readonly error: string }
  /** Something happened that should be known. */
  | { readonly say: "report"; readonly text: string }
  /** Nobody can debug any more. */
  | { readonly say: "over"; readonly why: string };
