import { LinkError } from "../errors.ts";
import { toLinkError } from "../failure.ts";
import { type TransportPair, transportPairs } from "../link/dialler.ts";
import { whyNoWay } from "../link/ways.ts";
import { AuthenticatedTransport } from "../ssh/authenticated-transport.ts";
import type { HelloFrame } from "../wire/codec.ts";
import { all, quote } from "../wording.ts";
import { examineAddress } from "./address.ts";
import { lookBeyond, lookOverLink } from "./beyond-door.ts";
import { Chart } from "./chart.ts";
import {
  type Diagnosis,
  type Finding,
  type Observation,
  STEPS,
} from "./finding.ts";
import { addressesOf, type Door } from "./knock.ts";
import { checkLink } from "./link-check.ts";
import { ownChecks } from "./own-checks.ts";
import { ownTroubles } from "./own-troubles.ts";
import type { Patient } from "./patient.ts";
import { twofold } from "./twofold.ts";

/**
 * Finds out why two nodes are not linked, or that they could be. It goes step
 * by step, as a link is made, and no further than the first real cause; a link
 * that there is stays as it is.
 *
 * @param show is given each finding at once
 * @throws the signal's reason when that is aborted
 */
export async function examine(
  patient: Patient,
  show: (finding: Finding) => Promise<void>,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const chart = new Chart(patient.environment, show);
  for (const observation of await ownChecks(patient)) {
    const { verdict } = await chart.add(observation);
    if (verdict === "bad") return conclude(patient, chart, false);
  }
  const link = await checkLink(patient, signal);
  if (link !== undefined) await chart.add(link);
  if (link?.cause === "copied-key") return conclude(patient, chart, false);
  const greetings = await examineWays(patient, chart, signal);
  const instances = new Set(greetings.map(({ instance }) => instance));
  if (instances.size > 1) {
    const text = "at its addresses there are two programs that both run as " +
      `${quote(patient.other.name)}, with one key`;
    await chart.add(twofold("hello", text));
  }
  const isReached = greetings.length > 0 && instances.size === 1;
  return conclude(patient, chart, isReached);
}

/** @returns what was said of itself by whoever was reached, on each way */
async function examineWays(
  patient: Patient,
  chart: Chart,
  signal: AbortSignal,
): Promise<HelloFrame[]> {
  const { system, other } = patient;
  const pairs = transportPairs(system.self, other);
  const ways = pairs.filter((pair) => doorsOf(pair)?.length !== 0);
  for (const trouble of ownTroubles(patient)) await chart.add(trouble);
  await chart.add(describeWays(patient, pairs, ways, chart.isLinked));
  if (ways.length === 0 && chart.isLinked) {
    await lookOverLink(patient, chart, signal);
  }
  const greetings: HelloFrame[] = [];
  for (const pair of ways) {
    greetings.push(...await examinePair(patient, pair, chart, signal));
  }
  return greetings;
}

async function examinePair(
  patient: Patient,
  pair: TransportPair,
  chart: Chart,
  signal: AbortSignal,
): Promise<HelloFrame[]> {
  const greetings: HelloFrame[] = [];
  const doors = doorsOf(pair);
  if (doors === undefined) {
    const greeting = await examineWhole(patient, pair, chart, signal);
    return greeting === undefined ? [] : [greeting];
  }
  for (const door of doors) {
    const greeting = await examineAddress(patient, door, chart, signal);
    if (greeting !== undefined) greetings.push(greeting);
  }
  return greetings;
}

/** The doors between two transports; nothing if only they know these. */
function doorsOf({ own, other }: TransportPair): Door[] | undefined {
  if (!(own instanceof AuthenticatedTransport)) return undefined;
  return addressesOf(own, other).map((address) => ({ own, other, address }));
}

/** Of a transport with a security of its own the way there is one step. */
async function examineWhole(
  patient: Patient,
  { own, other }: TransportPair,
  chart: Chart,
  signal: AbortSignal,
): Promise<HelloFrame | undefined> {
  const address = String(other);
  try {
    const channel = await own.connect(other, signal);
    await chart.add({ step: "channel", text: "open" }, address);
    return await lookBeyond(channel, patient, chart, address, signal);
  } catch (error) {
    signal.throwIfAborted();
    const { message } = error instanceof LinkError
      ? error
      : toLinkError(error, `Cannot connect to ${other}`);
    const step = "channel";
    await chart.add({ step, verdict: "bad", cause: "lost", text: message });
    return undefined;
  }
}

function describeWays(
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

function conclude(
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
