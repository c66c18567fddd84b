import { findOnionKey, type OnionKey, onionKeyFile, StartError } from "kozo";
import type { OnionEnd } from "./onion-end.ts";

/**
 * The key of a node's own service, by which that has its address.
 *
 * @param folder that of the node's transports, if it has one
 * @throws {StartError} when there is none, or not the one of the address that
 * others know
 */
export async function ownKey(
  end: OnionEnd,
  folder: string | undefined,
): Promise<OnionKey> {
  const { name, node, config: { address } } = end;
  const attempt = `Cannot make the onion service "${address}" for the ` +
    `transport "${name}" of "${node.name}"`;
  if (folder === undefined) {
    throw new StartError(
      `${attempt}: set the node's "roleStorage", for the key is kept beside it`,
    );
  }
  const file = onionKeyFile(folder, node.name, name);
  const key = await findOnionKey(file);
  if (key === undefined) {
    throw new StartError(
      `${attempt}: there is no "${file}": put the copy of its key there, or ` +
        'let "kozo onion-address" make one and write the address that it tells',
    );
  }
  if (key.name === address?.toLowerCase()) return key;
  throw new StartError(
    `${attempt}: the key in "${file}" makes "${key.name}"; write that as its ` +
      '"address", or put the right key there',
  );
}
