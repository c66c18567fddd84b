import { dirname } from "node:path";
import type { NodeOptions } from "../model/node.ts";
import type { ModulePaths } from "../modules/paths.ts";
import type { LogLevel } from "../model/log-level.ts";

/** Messages that are taken into a sandbox at once, at most. */
export const BATCH_LENGTH = 256;

/** A role's module, as a sandbox loads it. */
export interface ModulePlace {
  readonly file: string;
  /** Where it may import from. */
  readonly paths: ModulePaths;
}

/** The folders that a module is read from. */
export function foldersOf({ file, paths }: ModulePlace): string[] {
  return [dirname(file), ...paths.importPath];
}

/** A role as a sandbox makes it. */
export interface RoleSpec {
  readonly module: ModulePlace;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly node: NodeOptions;
  readonly messageQueueLength?: number;
  readonly messageQueueSize?: number;
}

/** What a node says to a sandbox. */
export type ToSandbox =
  /** Tell the metadata of a module. */
  | { readonly say: "describe"; readonly module: ModulePlace }
  /** Make the role, and call its `init` and `localInit`. */
  | { readonly say: "begin"; readonly role: RoleSpec }
  /** Call its `run`, again and again. */
  | { readonly say: "run" }
  /** Here are messages, as frames. */
  | { readonly say: "messages"; readonly frames: Uint8Array }
  /** What came of something asked. */
  | {
    readonly say: "answer";
    readonly id: number;
    /** As MessagePack. */
    readonly value?: Uint8Array;
    readonly error?: string;
  }
  /** Are you alive? */
  | { readonly say: "ping" }
  /** End the role. */
  | { readonly say: "end" };

/** What a sandbox says to its node. */
export type FromSandbox =
  /** The metadata of the module, see `packInfo`. */
  | { readonly say: "described"; readonly info: unknown }
  /** The role has begun. */
  | { readonly say: "begun" }
  /** The role has failed, in whatever it did. */
  | {
    readonly say: "failed";
    readonly error: string;
    readonly stack: string;
    /** Whether it said so by a `StartError`. */
    readonly isStartError: boolean;
  }
  /** What of the messages it wants is in its inbox. */
  | {
    readonly say: "taken";
    /** How many dropped out for them. */
    readonly dropped: number;
    /** How many of them it is not interested in. */
    readonly unwanted: number;
  }
  /** The role sends messages, as frames. */
  | { readonly say: "send"; readonly frames: Uint8Array }
  /** The role writes to the node's log. */
  | {
    readonly say: "log";
    readonly level: LogLevel;
    readonly text: string;
  }
  /** The role wants what it stored, or to store something. */
  | { readonly say: "get"; readonly id: number }
  | { readonly say: "set"; readonly id: number; readonly value: Uint8Array }
  | { readonly say: "pong" }
  /** The role has ended. */
  | { readonly say: "ended" };
