import { LinkError, LinkReason } from "../errors.ts";
import { toLinkError } from "../failure.ts";
import type { Pong } from "../link/pings.ts";
import type { Channel } from "../model/channel.ts";
import { printable } from "../text.ts";
import { duration } from "../quantities.ts";
import type { HelloFrame } from "../wire/codec.ts";
import { quote } from "../wording.ts";
import type { Chart } from "./chart.ts";
import { Conversation } from "./conversation.ts";
import type { Observation } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** Seconds by which two clocks may differ. */
const SKEW = 5;

/**
 * Talks to a node over a channel that leads to it, and closes that.
 *
 * @returns what the node has said of itself, if it is well
 */
export async function lookBeyond(
  channel: Channel,
  patient: Patient,
  chart: Chart,
  address: string | null,
  signal: AbortSignal,
): Promise<HelloFrame | undefined> {
  const { environment, system: { self } } = patient;
  const { maxMessageSize } = self.settings;
  await using talk = new Conversation(channel, environment, maxMessageSize);
  const hello = await attempt(() => talk.hello(signal), signal);
  await chart.add(describeHello(hello, patient), address);
  if (hello instanceof LinkError || hello.node !== patient.other.name) {
    return undefined;
  }
  await chart.add(describeDrift(hello, patient), address);
  const pong = await attempt(() => talk.ping(signal), signal);
  await chart.add(describePong(pong, patient), address);
  return pong instanceof LinkError ? undefined : hello;
}

/** Does the same over the link that there is, where there is no other way. */
export async function lookOverLink(
  patient: Patient,
  chart: Chart,
  signal: AbortSignal,
): Promise<void> {
  const { peer } = patient;
  if (peer?.greeting === undefined) return;
  await chart.add(describeHello(peer.greeting, patient));
  await chart.add(describeDrift(peer.greeting, patient));
  const pong = await attempt(() => peer.ping(signal), signal);
  await chart.add(describePong(pong, patient));
}

async function attempt<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<T | LinkError> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    return toLinkError(error, "The connection broke");
  }
}

function describeHello(
  hello: HelloFrame | LinkError,
  { other: { name } }: Patient,
): Observation {
  const step = "hello";
  if (!(hello instanceof LinkError)) {
    const { node, version } = hello;
    if (node === name) {
      return { step, text: `${quote(name)}, Kōzō ${printable(version)}` };
    }
    return {
      step,
      verdict: "bad",
      cause: "wrong-key",
      text: `it has the key of ${quote(name)}, but says that it is ` +
        quote(node),
      advice: "copy the same configuration to both",
    };
  }
  if (hello.reason === LinkReason.Version) {
    return {
      step,
      verdict: "bad",
      cause: "version",
      text: hello.message,
      advice: 'see "kozo version" there and here',
    };
  }
  const isPolicy = hello.reason === LinkReason.Policy;
  return {
    step,
    verdict: "bad",
    cause: isPolicy ? "policy" : "lost",
    text: isPolicy
      ? `${quote(name)} says that its connection policies forbid the link`
      : hello.message,
    advice: isPolicy
      ? "it runs by another configuration: copy the same one to both"
      : `see the log of ${quote(name)}`,
  };
}

function describeDrift(
  { fingerprint }: HelloFrame,
  { system, other }: Patient,
): Observation {
  const step = "drift";
  if (fingerprint === system.fingerprint) {
    return { step, text: "both run by the same configuration" };
  }
  return {
    step,
    verdict: "doubtful",
    cause: "drift",
    text: `${quote(other.name)} runs ${printable(fingerprint)}, ` +
      `${quote(system.self.name)} ${system.fingerprint}`,
    advice: 'copy the same configuration to both, and "kozo reload" them',
  };
}

function describePong(
  pong: Pong | LinkError,
  { other: { name } }: Patient,
): Observation {
  const step = "ping";
  if (pong instanceof LinkError) {
    return {
      step,
      verdict: "bad",
      cause: "silent",
      text: pong.message,
      advice: `${quote(name)} hangs, or its network loses too much: see its ` +
        "log, and start it anew",
    };
  }
  const { roundTrip, clockSkew } = pong;
  const text = `answered in ${(roundTrip * 1000).toFixed(1)} ms`;
  if (Math.abs(clockSkew) < SKEW) return { step, text };
  const way = clockSkew < 0 ? "behind" : "ahead of";
  return {
    step,
    verdict: "doubtful",
    cause: "clock",
    text: `${text}, but its clock is ${duration(Math.abs(clockSkew))} ${way} ` +
      "this one's",
    advice: 'set the one that is wrong: see "date" and "timedatectl" on both',
  };
}
