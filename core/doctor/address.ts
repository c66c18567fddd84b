import { LinkReason } from "../errors.ts";
import { hostAndPort } from "../net/host-and-port.ts";
import { messageOf } from "../text.ts";
import { isKeyOf } from "../ssh/identity.ts";
import type { HelloFrame } from "../wire/codec.ts";
import { quote } from "../wording.ts";
import { lookBeyond } from "./beyond-door.ts";
import type { Chart } from "./chart.ts";
import { deadEnd } from "./dead-end.ts";
import type { Observation } from "./finding.ts";
import { isName, lookUp } from "./host.ts";
import { type Door, type Knock, knock } from "./knock.ts";
import { explainSilence } from "./no-answer.ts";
import type { Patient } from "./patient.ts";
import { explainWrongKey, fingerprintOf } from "./wrong-key.ts";

/** What an SSH server says first, and what Kōzō's says. */
const SSH = "SSH-";
const KOZO = "SSH-2.0-kozo";

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
    const why = await explain(patient, door, found, signal);
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
  if (banner?.startsWith(KOZO)) {
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

/** Why there is no channel. */
async function explain(
  patient: Patient,
  door: Door,
  found: Knock,
  signal: AbortSignal,
): Promise<Observation> {
  const { done, banner, hostKey, error } = found;
  const { name } = patient.other;
  if (!done.has("connection")) {
    return await explainSilence(patient, door, found, signal);
  }
  if (!banner?.startsWith(SSH)) return notSsh(banner, name);
  if (!banner.startsWith(KOZO)) return otherSsh(banner);
  if (hostKey && !isKeyOf(patient.other, hostKey)) {
    return await explainWrongKey(patient, door, hostKey, signal);
  }
  const text = error?.message ?? "it ended without a word";
  if (hostKey === undefined) return noHandshake(text);
  if (done.has("our key")) return { ...lost(name, text), step: "channel" };
  return error?.reason === LinkReason.KeyRefused
    ? keyRefused(patient)
    : { ...lost(name, text), step: "our key" };
}

function notSsh(banner: string | undefined, name: string): Observation {
  if (banner === undefined || banner === "") {
    return {
      step: "banner",
      verdict: "bad",
      cause: "silent",
      text: "somebody answers there, and says nothing",
      advice: `${quote(name)} hangs: start it anew; or another program has ` +
        "that port",
    };
  }
  return {
    step: "banner",
    verdict: "bad",
    cause: "not-kozo",
    text: `what answers there is not Kōzō: its first words are ${
      quote(banner)
    }`,
    advice: `another program has that port: correct the port of ` +
      `${quote(name)}, or the address`,
  };
}

/** Its key is one of its own, and says nothing about the node. */
function otherSsh(banner: string): Observation {
  return {
    step: "banner",
    verdict: "bad",
    cause: "not-kozo",
    text: `what answers there is an SSH server, but not Kōzō's: ` +
      quote(banner),
    advice: "Kōzō listens on port 6020 unless the file says otherwise: " +
      "correct the port",
  };
}

function noHandshake(text: string): Observation {
  return {
    step: "host key",
    verdict: "bad",
    cause: "lost",
    text,
    advice: 'do both nodes have the same "cipher" and "hmac"?',
  };
}

function keyRefused({ system: { self }, other }: Patient): Observation {
  return {
    step: "our key",
    verdict: "bad",
    cause: "key-refused",
    text: `${quote(other.name)} does not accept ${fingerprintOf(self)}`,
    advice: `its configuration has another "publicKey" for ` +
      `${quote(self.name)}, or no such node: copy the same file to both`,
  };
}

function lost(name: string, text: string): Observation {
  return {
    step: "channel",
    verdict: "bad",
    cause: "lost",
    text,
    advice: `see the log of ${quote(name)}`,
  };
}
