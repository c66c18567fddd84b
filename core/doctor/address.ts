import { hostAndPort } from "../net/host-and-port.ts";
import { messageOf } from "../text.ts";
import { isKeyOf } from "../ssh/identity.ts";
import type { HelloFrame } from "../wire/codec.ts";
import { quote } from "../wording.ts";
import { isKozo } from "./banner.ts";
import { lookBeyond } from "./beyond-door.ts";
import type { Chart } from "./chart.ts";
import { explainClosed } from "./closed-door.ts";
import { deadEnd } from "./dead-end.ts";
import type { Observation } from "./finding.ts";
import { isName, lookUp } from "./host.ts";
import { type Door, type Knock, knock } from "./knock.ts";
import type { Patient } from "./patient.ts";
import { fingerprintOf } from "./wrong-key.ts";

/**
 * Goes through one door, as far as that leads.
 *
 * @returns what the node beyond it has said of itself, if all is well
 */
export async function examineAddress(
  patient: Patient,
  door: Door,
  chart: Chart,
  signal: AbortSignal,
): Promise<HelloFrame | undefined> {
  const address = String(door.address);
  if (!await resolveName(patient, address, chart, signal)) return undefined;
  const found = await knock(patient, door, signal);
  for (const observation of goodSteps(patient, found)) {
    await chart.add(observation, address, found.done.get(observation.step));
  }
  if (found.channel === undefined) {
    const why = await explainClosed(patient, door, found, signal);
    const { isLinked } = chart;
    const truth = isLinked ? deadEnd(why, patient.other, address) : why;
    await chart.add(truth, address);
    return undefined;
  }
  return await lookBeyond(found.channel, patient, chart, address, signal);
}

/** @returns whether it makes sense to go on */
async function resolveName(
  { environment }: Patient,
  address: string,
  chart: Chart,
  signal: AbortSignal,
): Promise<boolean> {
  const { host } = hostAndPort(address) ?? {};
  if (host === undefined || !isName(host)) return true;
  try {
    const found = await lookUp(host, environment, signal);
    const text = `${quote(host)} is ${found.join(", ")}`;
    await chart.add({ step: "name", text }, address);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    await chart.add({
      step: "name",
      verdict: "bad",
      cause: "name",
      text: messageOf(error),
      advice: host.endsWith(".local")
        ? "names in .local need avahi on both machines; an IP address in the " +
          "configuration needs nothing"
        : "check how it is written, and the name server of this machine; an " +
          "IP address in the configuration needs none",
    }, address);
    return false;
  }
}

/** The steps that have gone well, up to the channel. */
function goodSteps(
  { system, other }: Patient,
  { done, banner, hostKey }: Knock,
): Observation[] {
  const steps: Observation[] = [];
  if (done.has("connection")) {
    steps.push({ step: "connection", text: "somebody answers" });
  }
  if (isKozo(banner)) {
    steps.push({ step: "banner", text: quote(banner) });
  }
  if (hostKey && isKeyOf(other, hostKey)) {
    const text = `that of ${quote(other.name)}: ${fingerprintOf(other)}`;
    steps.push({ step: "host key", text });
  }
  if (done.has("our key")) {
    const text = `accepted: ${fingerprintOf(system.self)}`;
    steps.push({ step: "our key", text });
  }
  if (done.has("channel")) {
    steps.push({ step: "channel", text: "open, and encrypted" });
  }
  return steps;
}
