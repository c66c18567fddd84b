import { AuthenticatedTransport } from "../ssh/authenticated-transport.ts";
import type { Check } from "./check.ts";
import { closingChecks } from "./transport-closing.ts";
import { diallingChecks } from "./transport-dialling.ts";
import { keyChecks } from "./transport-keys.ts";
import {
  BIG,
  HASTE,
  pairCheck,
  type TransportContract,
} from "./transport-stage.ts";
import { trafficChecks } from "./transport-traffic.ts";

/** What every transport has to get right. */
export function transportChecks(contract: TransportContract): Check[] {
  const check = pairCheck(contract);
  const { big = BIG, haste = HASTE } = contract;
  return [
    ...trafficChecks(check, big),
    ...closingChecks(check, big),
    ...diallingChecks(check),
    // By what another transport knows a node only its author can say.
    ...isAuthenticated(contract) ? keyChecks(check, haste) : [],
  ];
}

function isAuthenticated({ info }: TransportContract): boolean {
  return info.class.prototype instanceof AuthenticatedTransport;
}
