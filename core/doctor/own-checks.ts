import { resolve } from "node:path";
import { policyBetween } from "../link/policy.ts";
import { messageOf } from "../text.ts";
import { all, quote, quotePath } from "../wording.ts";
import type { Observation } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** A date before which no device can run this program: 1 January 2024. */
const EARLIEST = 1_704_067_200;

/** What can be known without asking anybody: the file, the clock, policies. */
export async function ownChecks(patient: Patient): Promise<Observation[]> {
  return [
    await checkConfiguration(patient),
    checkClock(patient),
    checkPolicy(patient),
  ];
}

async function checkConfiguration(patient: Patient): Promise<Observation> {
  const { system: { fingerprint, self }, config, restart } = patient;
  const file = quotePath(resolve(config.file));
  const step = "configuration";
  try {
    const now = await patient.readFingerprint();
    if (now === fingerprint) {
      return restart.length > 0
        ? needsRestart(patient, file)
        : { step, text: `${file} is right: ${fingerprint}` };
    }
    return {
      step,
      verdict: "doubtful",
      cause: "configuration",
      text: `${quote(self.name)} runs ${fingerprint}, but ${file} is ${now}`,
      advice: 'it has changed since: "kozo reload" makes the node follow it',
    };
  } catch (error) {
    return {
      step,
      verdict: "doubtful",
      cause: "configuration",
      text: `${quote(self.name)} runs ${fingerprint}, but the file is wrong ` +
        `now: ${messageOf(error)}`,
      advice: "mend it, or the node will not start the next time",
    };
  }
}

/** The node has read the file anew, but cannot follow all of it as it runs. */
function needsRestart(
  { system: { self }, restart }: Patient,
  file: string,
): Observation {
  return {
    step: "configuration",
    verdict: "doubtful",
    cause: "configuration",
    text: `${quote(self.name)} has read ${file} anew, but ${all(restart)} ` +
      "cannot change while it runs",
    advice: "start it anew",
  };
}

/** Keys have no dates, so that a wrong clock keeps nobody from a link. */
function checkClock({ environment }: Patient): Observation {
  const now = environment.now();
  const date = new Date(now * 1000).toISOString().slice(0, 16);
  const text = `this machine's clock says ${date.replace("T", " ")} UTC`;
  if (now >= EARLIEST) return { step: "clock", text };
  return {
    step: "clock",
    verdict: "doubtful",
    cause: "clock",
    text,
    advice: "that cannot be: links do not mind, but the times of messages " +
      'are wrong; see "timedatectl", and whether a time server is reached',
  };
}

function checkPolicy({ system: { self }, other }: Patient): Observation {
  const step = "policy";
  const to = policyBetween(self, other);
  const from = policyBetween(other, self);
  const text = `to ${quote(other.name)} ${to}, from there ${from}`;
  if (to !== "never") return { step, text };
  const where = 'see "selfToOthersConnectPolicy" and ' +
    '"othersToSelfConnectPolicy" of both';
  if (from === "never") {
    return {
      step,
      verdict: "bad",
      cause: "policy",
      text: `${text}: the two are never linked`,
      advice: where,
    };
  }
  return {
    step,
    verdict: "doubtful",
    cause: "policy",
    text: `${text}: ${quote(self.name)} never dials, and sends nothing`,
    advice: `${quote(other.name)} has to dial; ${where}`,
  };
}
