import { type TransportPair, transportPairs } from "../link/dialler.ts";
import { whyNoWay } from "../link/ways.ts";
import { all, quote } from "../wording.ts";
import type { Observation } from "./finding.ts";
import type { Patient } from "./patient.ts";

/**
 * Says by which transports a node can dial the other, or why by none.
 *
 * @param pairs those that fit
 * @param ways those of them that have an address
 * @param isLinked whether the two are linked all the same
 */
export function describeWays(
  { system: { self }, other }: Patient,
  pairs: readonly TransportPair[],
  ways: readonly TransportPair[],
  isLinked: boolean,
): Observation {
  const step = "transports";
  if (ways.length > 0) {
    const names = ways.map(({ own, other }) => `${own.name} to ${other.name}`);
    return { step, text: names.join(", ") };
  }
  const back = transportPairs(other, self);
  const canBeDialled = back.length > 0;
  if (isLinked && canBeDialled) {
    return { step, text: `only ${quote(other.name)} can dial, and has` };
  }
  const reason = canBeDialled
    ? undefined
    : whyNoWay(self, other) ?? whyNoWay(other, self);
  const why = pairs.length > 0
    ? `${quote(other.name)} has no address that ${quote(self.name)} could dial`
    : `${quote(self.name)} has ${kinds(self.transports)}, ` +
      `${quote(other.name)} ${kinds(other.transports)}: ` +
      (reason ?? "none that fits");
  return {
    step,
    verdict: "bad",
    cause: "no-transport",
    text: why,
    advice: canBeDialled
      ? `${quote(other.name)} has to dial: ask "kozo doctor ${self.name}" ` +
        `there, or give it an "address"`
      : reason === undefined
      ? "give both a transport of the same type, and one of them an address"
      : 'change that in the configuration, and "kozo reload" both',
  };
}

function kinds(transports: ReadonlyMap<string, unknown>): string {
  const names = [...transports.keys()];
  return names.length === 0 ? "no transport" : all(names);
}
