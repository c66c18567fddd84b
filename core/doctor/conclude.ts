import { quote } from "../wording.ts";
import type { Chart } from "./chart.ts";
import { type Diagnosis, type Finding, STEPS } from "./finding.ts";
import type { Patient } from "./patient.ts";

/**
 * Sums up an examination.
 *
 * @param isReached whether the other node has been talked to
 */
export function conclude(
  { system: { self }, other }: Patient,
  { findings, isLinked }: Chart,
  isReached: boolean,
): Diagnosis {
  const pair = `${quote(self.name)} and ${quote(other.name)}`;
  // Of two programs with one key none keeps the link.
  const areTwo = findings.some(({ cause, address }) =>
    cause === "copied-key" && address === null
  );
  const healthy = (isLinked || isReached) && !areTwo;
  const failures = findings.filter(({ verdict }) => verdict === "bad");
  const culprit = furthest(failures) ??
    findings.find(({ cause }) => cause !== null);
  const state = areTwo
    ? `${pair} cannot stay linked`
    : isLinked
    ? `${pair} are linked`
    : isReached
    ? `Nothing keeps ${pair} from being linked`
    : `${pair} cannot be linked from here`;
  const but = healthy ? ", but " : ": ";
  return {
    node: self.name,
    peer: other.name,
    healthy,
    cause: culprit?.cause ?? null,
    text: culprit === undefined ? state : state + but + describe(culprit),
  };
}

/** Of several failures the one that came furthest: it tells most. */
function furthest(findings: readonly Finding[]): Finding | undefined {
  const place = ({ step }: Finding) => STEPS.indexOf(step);
  return findings.toSorted((a, b) => place(b) - place(a))[0];
}

function describe({ address, text }: Finding): string {
  return address === null ? text : `${address}: ${text}`;
}
