import { connect } from "node:net";
import { withDeadline } from "../environment.ts";
import { type LinkError, LinkReason } from "../errors.ts";
import { type HostAndPort, hostAndPort } from "../net/host-and-port.ts";
import { quote } from "../wording.ts";
import type { Observation } from "./finding.ts";
import type { Door, Knock } from "./knock.ts";
import { findElsewhere } from "./other-ports.ts";
import type { Patient } from "./patient.ts";
import { explainTor } from "./tor.ts";

/** Seconds that a machine has to show that it is there. */
const PATIENCE = 2;

/** Ports of which a machine that is there says at least that they are shut. */
const PROBES = [22, 1, 65_535] as const;

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
      return {
        step: "connection",
        verdict: "bad",
        cause: "unreachable",
        text: "no way leads there: the machine is off, or in another network",
        advice: "is it switched on, and in the same network? Has its address " +
          "changed?",
      };
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
  { other, environment }: Patient,
  place: HostAndPort | undefined,
  signal: AbortSignal,
): Promise<Observation> {
  const step = "connection";
  const probes = place === undefined ? [] : PROBES.map((port) => {
    const late = () => new Error("no answer");
    const work = (limited: AbortSignal) => probe(place.host, port, limited);
    return withDeadline(environment, PATIENCE, signal, late, work)
      .catch(() => false);
  });
  if ((await Promise.all(probes)).includes(true)) {
    return {
      step,
      verdict: "bad",
      cause: "firewall",
      text: "the machine is there, but something drops what is sent to that " +
        "port",
      advice: `let TCP port ${place?.port} in by the firewall of ` +
        `${quote(other.name)}`,
    };
  }
  return {
    step,
    verdict: "bad",
    cause: "no-answer",
    text: "nothing comes back: a firewall drops it, or the machine is off or " +
      "elsewhere",
    advice: `does "ping ${place?.host ?? "…"}" have an answer? Then let TCP ` +
      `port ${place?.port ?? "…"} in by the firewall of ${quote(other.name)}`,
  };
}

/** Whether a machine says anything at all of one of its ports. */
function probe(
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isThere: boolean) => {
      signal.removeEventListener("abort", giveUp);
      socket.destroy();
      resolve(isThere);
    };
    const giveUp = () => end(false);
    signal.addEventListener("abort", giveUp, { once: true });
    socket.on("connect", () => end(true));
    socket.on("error", (error) => {
      end("code" in error && error.code === "ECONNREFUSED");
    });
  });
}
