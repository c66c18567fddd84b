import { basename, join } from "node:path";

/** What a socket's name ends with. */
const ENDING = ".sock";

/** What decides where the sockets of nodes are. */
export interface PlaceVariables {
  /** `KOZO_RUNTIME_DIR`: the user says where, and nowhere else. */
  readonly only: string | undefined;
  /** `RUNTIME_DIRECTORY`: systemd has made it for this service. */
  readonly service: string | undefined;
  /** `XDG_RUNTIME_DIR`: the user's own, as long as somebody is logged in. */
  readonly runtime: string | undefined;
  readonly uid: number;
}

/** Where the nodes are that systemd has started. */
export const SERVICE = "/run/kozo";

/** What this process has of these. */
export function placeVariables(): PlaceVariables {
  return {
    only: Deno.env.get("KOZO_RUNTIME_DIR") || undefined,
    service: Deno.env.get("RUNTIME_DIRECTORY") || undefined,
    runtime: Deno.env.get("XDG_RUNTIME_DIR") || undefined,
    uid: Deno.uid() ?? 0,
  };
}

/** The folder of the socket of a node that this process runs. */
export function ownFolder(variables: PlaceVariables): string {
  return ownFolders(variables)[0] ?? SERVICE;
}

/** Where that socket may be, if the folder before cannot be made any more. */
export function ownFolders(variables: PlaceVariables): string[] {
  // systemd may name several, with colons between them.
  const set = variables.only ?? variables.service?.split(":")[0];
  return set === undefined ? homeFolders(variables) : [set];
}

/** The folders in which a user finds the sockets of nodes, the own one first. */
export function allFolders(variables: PlaceVariables): string[] {
  const { only } = variables;
  if (only !== undefined) return [only];
  const own = ownFolder(variables);
  return [...new Set([own, ...homeFolders(variables), SERVICE])];
}

/** Where a user's nodes are that no service manager has started. */
function homeFolders({ runtime, uid }: PlaceVariables): string[] {
  const own = runtime === undefined ? [] : [join(runtime, "kozo")];
  // What cron starts has no such variable.
  return [...own, uid === 0 ? SERVICE : `/tmp/kozo-${uid}`];
}

/** The socket of a node in a folder. */
export function socketIn(folder: string, node: string): string {
  return join(folder, node + ENDING);
}

/** The node whose socket a file is, by its name, if it is one. */
export function nodeOf(path: string): string | undefined {
  const name = basename(path);
  return name.endsWith(ENDING) ? name.slice(0, -ENDING.length) : undefined;
}
