import { transportPairs } from "../link/dialler.ts";
import { troubleOf } from "../link/trouble.ts";
import type { Transport } from "../model/transport.ts";
import { quote } from "../wording.ts";
import { CAUSES, type Observation } from "./finding.ts";
import type { Patient } from "./patient.ts";
import { adviceOnOwnTor } from "./tor.ts";

/**
 * What keeps those transports of this node that could link the two from being
 * of use just now. That alone can tell why nobody dials this node.
 */
export function ownTroubles(patient: Patient): Observation[] {
  return usefulTransports(patient).flatMap((transport) => {
    const error = troubleOf(transport);
    if (error === undefined) return [];
    const { reason, message } = error;
    return [{
      step: "transports",
      // A link that there is has another way, or was there before.
      verdict: patient.peer?.route === undefined ? "bad" : "doubtful",
      cause: CAUSES.find((cause) => cause === `${reason}`) ?? "lost",
      text: `${quote(transport.name)} here: ${message}`,
      advice: adviceOnOwnTor(reason),
    }];
  });
}

/** Those that can dial the other node, or that it can dial. */
function usefulTransports({ system: { self }, other }: Patient): Transport[] {
  const own = new Set([
    ...transportPairs(self, other).map((pair) => pair.own),
    ...transportPairs(other, self).map((pair) => pair.other),
  ]);
  return [...own];
}
