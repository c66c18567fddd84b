import { StartError, type TransportFault } from "kozo";
import { emptyService, mayConnect, type OnionEnd } from "./onion-end.ts";
import { ownKey } from "./own-key.ts";

/** What matters of where a transport is. */
interface Surroundings {
  /** The transports of its kind that other nodes have. */
  readonly others: readonly OnionEnd[];
  /** Where the node's transports have their files, if anywhere. */
  readonly folder?: string | undefined;
  /** Whether those files are here. */
  readonly isHere: boolean;
}

/** What would keep a node from having the service that it is to make. */
export async function serviceFaults(
  own: OnionEnd,
  { others, folder, isHere }: Surroundings,
): Promise<TransportFault[]> {
  const { address, controlPort, outgoingOnly, clientAuth } = own.config;
  if (controlPort === null || outgoingOnly) return [];
  const faults: TransportFault[] = [];
  if (clientAuth && !others.some((other) => mayConnect(other, own))) {
    faults.push({
      severity: "error",
      option: "clientAuth",
      message: emptyService(own),
    });
  }
  // That the address is missing is said already, and its key is of no use.
  if (address === null || folder !== undefined && !isHere) return faults;
  try {
    await ownKey(own, folder);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const option = folder === undefined ? "controlPort" : "address";
    faults.push({ severity: "error", option, message: error.message });
  }
  return faults;
}
