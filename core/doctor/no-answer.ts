import { type LinkError, LinkReason } from "../errors.ts";
import { hasCode } from "../failure.ts";
import { type HostAndPort, hostAndPort } from "../net/host-and-port.ts";
import { quote } from "../wording.ts";
import type { Observation } from "./finding.ts";
import type { Door, Knock } from "./knock.ts";
import { findElsewhere } from "./other-ports.ts";
import type { Patient } from "./patient.ts";
import { isPresent } from "./presence.ts";
import { explainTor } from "./tor.ts";

/** Why nobody has answered at a door. */
export async function explainSilence(
  patient: Patient,
  door: Door,
  { error }: Knock,
  signal: AbortSignal,
): Promise<Observation> {
  const place = hostAndPort(String(door.address));
  return explainTor(place, error) ??
    await explainReason(patient, door, place, error, signal);
}

async function explainReason(
  patient: Patient,
  door: Door,
  place: HostAndPort | undefined,
  error: LinkError | undefined,
  signal: AbortSignal,
): Promise<Observation> {
  switch (error?.reason) {
    case LinkReason.Refused:
      return await explainRefusal(patient, door, place, signal);
    case LinkReason.Timeout:
      return await explainTimeout(patient, place, signal);
    case LinkReason.Unreachable:
      return await explainNoWay(patient, place, error, signal);
    default:
      return {
        step: "connection",
        verdict: "bad",
        cause: "lost",
        text: error?.message ?? "it could not be dialled",
      };
  }
}

async function explainRefusal(
  patient: Patient,
  door: Door,
  place: HostAndPort | undefined,
  signal: AbortSignal,
): Promise<Observation> {
  const { other: { name } } = patient;
  const step = "connection";
  const elsewhere = place === undefined
    ? undefined
    : await findElsewhere(patient, door, place, signal);
  if (elsewhere !== undefined) {
    return {
      step,
      verdict: "bad",
      cause: "wrong-port",
      text: `nobody listens there, but ${quote(name)} does at ${elsewhere}`,
      advice: "correct the port in the configuration, on all nodes",
    };
  }
  return {
    step,
    verdict: "bad",
    cause: "not-running",
    text: "the machine is there, but nobody listens at that port",
    advice: `start the node there ("systemctl status kozo", or "kozo run ` +
      `config.yml ${name}"); if it runs, the port is wrong`,
  };
}

async function explainTimeout(
  patient: Patient,
  place: HostAndPort | undefined,
  signal: AbortSignal,
): Promise<Observation> {
  if (await isOn(patient, place, signal)) {
    return firewall(
      patient,
      place,
      "something drops what is sent to that port",
    );
  }
  return {
    step: "connection",
    verdict: "bad",
    cause: "no-answer",
    text: "nothing comes back: a firewall drops it, or the machine is off or " +
      "elsewhere",
    advice: `does "ping ${place?.host ?? "…"}" have an answer? Then let TCP ` +
      `port ${place?.port ?? "…"} in by the firewall of ` +
      quote(patient.other.name),
  };
}

async function explainNoWay(
  patient: Patient,
  place: HostAndPort | undefined,
  { cause }: LinkError,
  signal: AbortSignal,
): Promise<Observation> {
  const common = {
    step: "connection",
    verdict: "bad",
    cause: "unreachable",
  } as const;
  if (hasCode(cause, "ENETUNREACH")) {
    return {
      ...common,
      text: "this machine has no way into that network",
      advice:
        "is its own cable in, or its Wi-Fi on? Has it an address of that " +
        'network: see "ip address"',
    };
  }
  // Some firewalls say that there is no way where they let nobody in.
  if (await isOn(patient, place, signal)) {
    return firewall(patient, place, "a firewall refuses that port");
  }
  return {
    ...common,
    text: "no way leads there: the machine is off, or in another network",
    advice: "is it switched on, and in the same network? Has its address " +
      "changed?",
  };
}

async function isOn(
  { environment }: Patient,
  place: HostAndPort | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  return place !== undefined &&
    await isPresent(place.host, environment, signal);
}

function firewall(
  { other: { name } }: Patient,
  place: HostAndPort | undefined,
  what: string,
): Observation {
  return {
    step: "connection",
    verdict: "bad",
    cause: "firewall",
    text: `the machine is there, but ${what}`,
    advice: `let TCP port ${place?.port ?? "…"} in by the firewall of ` +
      quote(name),
  };
}
