import type { SystemConfig } from "../config/config.ts";
import type { Node } from "../model/node.ts";

/** Something about a configuration that its owner should know. */
export interface Finding {
  /** An error keeps a node from starting; a warning is hardly meant. */
  readonly severity: "error" | "warning";
  /** The keys that lead to what it is about; none: the file as a whole. */
  readonly path: readonly string[];
  /** What was found, and what to do. */
  readonly message: string;
}

/** What inspections look at. */
export interface Subject {
  readonly config: SystemConfig;
  /** The node that this machine is, if that is known. */
  readonly self: string | undefined;
  /** Every node by name, with those of its transports whose module is here. */
  readonly nodes: ReadonlyMap<string, Node>;
}

/** Looks for one kind of thing. It reads files at most. */
export type Inspection = (subject: Subject) => Iterable<Finding>;

/** A finding that keeps nothing from running. */
export function warning(path: readonly string[], message: string): Finding {
  return { severity: "warning", path, message };
}

/** Each two of several things, in their order. */
export function pairsOf<T>(things: Iterable<T>): (readonly [T, T])[] {
  const all = [...things];
  return all.flatMap((one, i) =>
    all.slice(i + 1).map((other) => [one, other] as const)
  );
}
