import type { LogLevel } from "./model/log-level.ts";

/**
 * Where the lines of a node's log go. `source` names the part of the node that
 * speaks: a role, a transport, `link`.
 */
export type Log = (level: LogLevel, source: string, text: string) => void;
