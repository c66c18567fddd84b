import assert from "node:assert/strict";
import type { Diagnosis, Finding } from "../../core/doctor/finding.ts";
import type { Network } from "./network.ts";
import { runKozo } from "./run-kozo.ts";

/** What the doctor has said. */
export interface Consultation {
  readonly findings: readonly Finding[];
  readonly diagnosis: Diagnosis;
  /** What stands on standard error. */
  readonly complaint: string;
}

/** How the doctor is asked. */
export interface ConsultOptions {
  /** The file by which he looks in the place of a node, if that is wanted. */
  readonly config?: string;
  /** A command that runs the command which follows it. */
  readonly wrapper?: readonly string[];
}

/** Asks the doctor about two nodes. */
export async function consult(
  network: Network,
  node: string,
  peer: string,
  { config, wrapper }: ConsultOptions = {},
): Promise<Consultation> {
  const place = config === undefined ? [] : ["--config", config];
  const args = ["doctor", peer, "--node", node, "--json", ...place];
  const outcome = await runKozo(network.folder, args, wrapper);
  const lines = outcome.stdout.trimEnd().split("\n");
  const said = lines.map((line) => JSON.parse(line || "null"));
  const diagnosis: Diagnosis | null = said.pop();
  assert.ok(diagnosis !== null, outcome.stderr);
  assert.equal(outcome.code, diagnosis.healthy ? 0 : 8, outcome.stderr);
  const complaint = diagnosis.healthy ? "" : `kozo: ${diagnosis.text}\n`;
  assert.equal(outcome.stderr, complaint);
  return { findings: said, diagnosis, complaint: outcome.stderr };
}

/** Asks the running node, and then looks in its place. */
export async function consultTwice(
  network: Network,
  node: string,
  peer: string,
  config = "config.yml",
): Promise<readonly [Consultation, Consultation]> {
  return [
    await consult(network, node, peer),
    await consult(network, node, peer, { config }),
  ];
}

/** What was found at a step, the last of several times. */
export function at(
  { findings }: Consultation,
  step: Finding["step"],
): Finding {
  const found = findings.findLast((finding) => finding.step === step);
  assert.ok(found !== undefined, `nothing was found at ${step}`);
  return found;
}
