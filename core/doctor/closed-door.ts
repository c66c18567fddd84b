import { LinkReason } from "../errors.ts";
import { isKeyOf } from "../ssh/identity.ts";
import { quote } from "../wording.ts";
import { isKozo, isSsh } from "./banner.ts";
import type { Observation } from "./finding.ts";
import type { Door, Knock } from "./knock.ts";
import { explainSilence } from "./no-answer.ts";
import type { Patient } from "./patient.ts";
import { explainWrongKey, fingerprintOf } from "./wrong-key.ts";

/** Why a door has not led to a channel: the first step that has failed. */
export async function explainClosed(
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
  if (!isSsh(banner)) return notSsh(banner, name);
  if (!isKozo(banner)) return otherSsh(banner);
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
