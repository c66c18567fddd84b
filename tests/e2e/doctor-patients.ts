import assert from "node:assert/strict";
import type { Cause } from "../../core/doctor/finding.ts";
import { consultTwice } from "../support/doctor.ts";
import { type Block, Network } from "../support/network.ts";
import { runKozo } from "../support/run-kozo.ts";

const HASTE = { heartbeat: 1, connectionRetry: 1 };

/** Three nodes, or what they are made of. */
export function makeNetwork(
  blocks: Record<string, Block> = {},
): Promise<Network> {
  return Network.make({ alice: {}, bob: {}, carol: {}, ...blocks }, HASTE);
}

/** Writes the file by which alice runs, with blocks of other nodes changed. */
export async function writeHers(
  network: Network,
  changes: Record<string, Block>,
): Promise<void> {
  const system = { ...network.config.system };
  for (const [node, change] of Object.entries(changes)) {
    system[node] = { ...system[node], ...change };
  }
  await network.write("alice.yml", { ...network.config, system });
}

/** Starts the node that asks, by a file of its own. */
export async function startAlice(
  network: Network,
  config: string,
  script?: string,
) {
  const alice = network.start("alice", { config, ...script && { script } });
  await alice.waitFor('"alice" is running');
  return alice;
}

/** Waits until alice is linked with bob. */
export async function waitForLink(network: Network): Promise<void> {
  const args = ["wait", "--node", "alice", "--peer", "bob"];
  const { code, stderr } = await runKozo(network.folder, args);
  assert.equal(code, 0, stderr);
}

/** Both doctors name the cause, and what they found fits the pattern. */
export async function assertCause(
  network: Network,
  cause: Cause,
  pattern: RegExp,
  config = "config.yml",
): Promise<void> {
  for (const said of await consultTwice(network, "alice", "bob", config)) {
    const { diagnosis, complaint } = said;
    assert.equal(diagnosis.cause, cause, complaint);
    assert.equal(diagnosis.healthy, false);
    const last = said.findings.findLast(({ verdict }) => verdict === "bad");
    const text = `${last?.text}; ${last?.advice}`;
    assert.match(text, pattern);
    assert.ok((last?.advice ?? "").length > 10, "no advice");
  }
}
