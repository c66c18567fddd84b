import type { Transport } from "../model/transport.ts";
import { all, quote } from "../wording.ts";
import { type Finding, pairsOf, type Subject, warning } from "./finding.ts";

/** Transports of one node that would have to listen at the same port. */
export function* sharedPorts({ nodes }: Subject): Iterable<Finding> {
  for (const { name, transports } of nodes.values()) {
    for (const [one, other] of pairsOf(transports.values())) {
      const port = portOf(one);
      if (port === undefined || !meet(one, other)) continue;
      yield warning(
        ["system", name, "transports", other.name, "port"],
        `${all([one.name, other.name])} of ${quote(name)} would both listen ` +
          `at port ${port}, where one of them can: give each a "port" of its ` +
          "own",
      );
    }
  }
}

/** Whether neither can listen while the other does. */
function meet(one: Transport, other: Transport): boolean {
  if (portOf(one) !== portOf(other)) return false;
  const [a, b] = [hostOf(one), hostOf(other)];
  return a === "" || b === "" || a === b;
}

/** The port at which a transport listens, if it says so as most do. */
function portOf(transport: Transport): number | undefined {
  const { config } = transport;
  return transport.canAccept() && "port" in config &&
      typeof config.port === "number"
    ? config.port
    : undefined;
}

/** Likewise the address of the machine; empty: all; nothing: its own secret. */
function hostOf({ config }: Transport): string | undefined {
  return "bindAddress" in config && typeof config.bindAddress === "string"
    ? config.bindAddress
    : undefined;
}
