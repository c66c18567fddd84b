import assert from "node:assert/strict";
import { type Block, Network, tcpAt } from "../support/network.ts";
import { openFiles, residentSize } from "../support/process-figures.ts";
import type { Program } from "../support/program.ts";

const SCRIPT = new URL("kozo.ts", import.meta.url).pathname;

/** Nodes that live and die together. */
const BOLD = ["bold1", "bold2"];
/** Those among them that cannot dial the survivor, but have to be dialled. */
const SHY = ["shy1", "shy2"];
const SWARM = [...BOLD, ...SHY];

const DEATHS = 200;
/** Deaths after which the survivor has all that it needs for more of them. */
const WARM_UP = 48;

/** Seconds for what four processes start with, on a busy machine. */
const PATIENCE = 60;

/** The configuration in which nobody knows where the survivor is. */
const SHY_FILE = "shy.yml";

async function makeNetwork(): Promise<Network> {
  const mayfly: Block = { roles: { tally: { sender: "survivor" } } };
  const network = await Network.make({
    ...Object.fromEntries(SWARM.map((node) => [node, mayfly])),
    survivor: { roles: { counter: { period: 0.02 }, scales: {} } },
  }, { connectionRetry: 0.2 });
  const { system } = network.config;
  const { address: _, ...hidden } = tcpAt(network.port("survivor"));
  await network.write(SHY_FILE, {
    ...network.config,
    system: {
      ...system,
      survivor: { ...system.survivor, transports: { tcp: hidden } },
    },
  });
  return network;
}

/** Has so many nodes live and be killed: each lives until it has heard of the survivor. */
async function pass(network: Network, deaths: number): Promise<void> {
  for (let dead = 0; dead < deaths; dead += SWARM.length) {
    const swarm = SWARM.map((node) => {
      const config = SHY.includes(node) ? SHY_FILE : "config.yml";
      return network.start(node, { config, script: SCRIPT });
    });
    for (const mayfly of swarm) {
      await mayfly.waitFor("Counted ", { seconds: PATIENCE });
    }
    await Promise.all(swarm.map((mayfly) => mayfly.kill()));
  }
}

/** What a node needs now: MiB in use without garbage and in all, and files. */
async function measure(node: Program) {
  const from = node.output.length;
  // The first may have been measured before.
  const found = await node.waitFor(/In use: \d+ [^]*In use: \d+ /, { from });
  return {
    used: Number(/(\d+) $/.exec(found)?.[1]) / 1024 / 1024,
    resident: await residentSize(node.pid),
    files: await openFiles(node.pid),
  };
}

Deno.test(`a node needs no more memory and files after ${DEATHS} kills of others than after ${WARM_UP}`, async () => {
  await using network = await makeNetwork();
  const args = ["--log-level", "info"];
  const survivor = network.start("survivor", { args, script: SCRIPT });
  await survivor.waitFor("is running");
  await pass(network, WARM_UP);
  const before = await measure(survivor);
  await pass(network, DEATHS - WARM_UP);
  const after = await measure(survivor);

  const grown = `${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
  assert.ok(after.used < before.used + 2, grown);
  assert.ok(after.resident < before.resident + 25, grown);
  // There may be dials in each that are on at this moment.
  assert.ok(after.files <= before.files + 2 * SWARM.length, grown);
  for (const how of ["it dialled", "it was dialled"]) {
    const linked = survivor.output.split(`over tcp: ${how}\n`).length - 1;
    assert.ok(linked >= 0.1 * DEATHS, `${how} ${linked} times`);
  }
});
