import type { Node } from "../model/node.ts";
import { type HostAndPort, hostAndPort } from "../net/host-and-port.ts";
import { quote } from "../wording.ts";
import type { Cause, Observation } from "./finding.ts";

/** What is true of an address that leads nowhere, wherever the node is. */
interface Truth {
  readonly cause: Cause;
  readonly text: string;
  readonly advice: string;
}

/**
 * What to say of an address where a node was not found that is linked all the
 * same: it runs and its machine is on, so that only the address can be wrong.
 *
 * @param found what it would mean of a node that is not linked
 */
export function deadEnd(
  found: Observation,
  other: Node,
  address: string,
): Observation {
  const name = quote(other.name);
  if (found.cause === "wrong-port") {
    const advice = `${found.advice}; if the file is right, ${name} has not ` +
      'followed it: ask it to by "kozo reload" there';
    return { ...found, advice };
  }
  const truth = truthOf(found.cause, name, hostAndPort(address));
  if (truth === undefined) return found;
  const text = `${truth.text}, though ${name} is linked`;
  return { ...found, ...truth, text };
}

function truthOf(
  cause: Cause | null | undefined,
  name: string,
  place: HostAndPort | undefined,
): Truth | undefined {
  switch (cause) {
    case "not-running":
      return {
        cause: "wrong-port",
        text: "nobody listens there",
        advice: "correct the address or the port in the configuration, on " +
          `all nodes; "kozo reload" on ${name} if it has another file still`,
      };
    case "no-answer":
      return {
        cause,
        text: "nothing comes back from there",
        advice: "correct this address in the configuration, on all nodes; if " +
          `it is right, let TCP port ${place?.port ?? "…"} in by the ` +
          `firewall of ${name}`,
      };
    case "unreachable":
      return {
        cause,
        text: "no way leads there",
        advice: "if this address is for another network, all is well; else " +
          "correct it in the configuration, on all nodes",
      };
    case "silent":
      return {
        cause: "not-kozo",
        text: "somebody answers there, and says nothing",
        advice: "another program has that port: correct the address or the " +
          "port in the configuration, on all nodes",
      };
    default:
      return undefined;
  }
}
