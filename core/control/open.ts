import { resolve } from "node:path";
import { StartError } from "../errors.ts";
import type { Log } from "../log.ts";
import { ControlSocket, prepareFolder } from "./control-socket.ts";
import {
  ownFolder,
  ownFolders,
  type PlaceVariables,
  socketIn,
} from "./places.ts";

/**
 * Opens the socket at which a node can be asked. Where the user has not said
 * where, a node that cannot have one runs all the same, and says so.
 *
 * @param given the path that the user wants
 * @throws {StartError} when there can be none at that
 */
export async function openSocket(
  node: string,
  given: string | undefined,
  variables: PlaceVariables,
  log: Log,
): Promise<ControlSocket | undefined> {
  if (given !== undefined) return await ControlSocket.open(resolve(given));
  try {
    const folder = ownFolder(variables);
    await prepareFolder(folder);
    return await ControlSocket.open(socketIn(folder, node));
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    log("warning", "control", error.message);
    return undefined;
  }
}

/**
 * Opens a socket again that was taken away, maybe with its folder: then in the
 * next one in which its user looks for nodes.
 *
 * @param given the path that the user wants
 * @throws {StartError} when there can be none
 */
export async function reopenSocket(
  node: string,
  given: string | undefined,
  variables: PlaceVariables,
): Promise<ControlSocket> {
  if (given !== undefined) return await ControlSocket.open(resolve(given));
  const folder = await firstUsable(ownFolders(variables));
  return await ControlSocket.open(socketIn(folder, node));
}

async function firstUsable(folders: readonly string[]): Promise<string> {
  let obstacle: unknown;
  for (const folder of folders) {
    try {
      await prepareFolder(folder);
      return folder;
    } catch (error) {
      obstacle = error;
    }
  }
  throw obstacle;
}
