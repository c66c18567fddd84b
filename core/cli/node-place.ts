import { UsageError } from "../errors.ts";
import { hostAndPort } from "../net/host-and-port.ts";
import { isOnionName } from "../net/onion-name.ts";
import { all } from "../wording.ts";

/** Where a node is reached, and where it listens. */
export interface NodePlace {
  /** Where others reach it, the best first. */
  readonly address: readonly string[];
  /** Where it listens, unless that is the usual port. */
  readonly port?: number;
}

/**
 * What the flags say of where a node is. When all addresses have one port, the
 * node is to listen there: it moves from them to the node's `port`.
 *
 * @param port the flag `--port`, which has the last word: then the ports of
 * addresses are those of a router that leads there
 * @throws {UsageError} when the addresses have several ports, and none is said
 */
export function nodePlace(
  address: readonly string[],
  port: number | undefined,
): NodePlace {
  if (port !== undefined) return { address, port };
  const places = address.map(hostAndPort)
    .filter((place) => place !== undefined)
    // Tor leads to another port than that of an onion service.
    .filter(({ host, port }) => isPort(port) && !isOnionName(host));
  const [first, ...others] = new Set(places.map(({ port }) => port));
  if (first === undefined || places.length < address.length) return { address };
  if (others.length > 0) {
    throw new UsageError(
      `The addresses ${all(address)} have different ports: say by "--port" ` +
        "where the node listens",
    );
  }
  return { address: places.map(({ host }) => host), port: first };
}

function isPort(number: number): boolean {
  return number >= 1 && number <= 65_535;
}
