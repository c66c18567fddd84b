import assert from "node:assert/strict";
import { Mayfly } from "../support/mayfly.ts";
import { Network, tcpAt } from "../support/network.ts";
import { openFiles, residentSize } from "../support/process-figures.ts";
import type { Program } from "../support/program.ts";

const SCRIPT = new URL("kozo.ts", import.meta.url).pathname;

/** Lives after which the survivor has all that it needs for more of them. */
const WARM_UP = 50;
const ROUNDS = 200;

/** The configuration in which the mayfly cannot dial, but has to be dialled. */
const SHY = "shy.yml";

async function makeNetwork(): Promise<Network> {
  const network = await Network.make({
    mayfly: { roles: { tally: { sender: "survivor" } } },
    survivor: { roles: { counter: { period: 0.02 }, scales: {} } },
  }, { connectionRetry: 0.2 });
  const { system } = network.config;
  const { address: _, ...hidden } = tcpAt(network.port("survivor"));
  await network.write(SHY, {
    ...network.config,
    system: {
      ...system,
      survivor: { ...system.survivor, transports: { tcp: hidden } },
    },
  });
  return network;
}

/** Has mayflies live and die; each lives until it has heard of the survivor. */
async function pass(network: Network, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const file = round % 2 === 0 ? "config.yml" : SHY;
    const mayfly = await Mayfly.hatch(network, "mayfly", file);
    try {
      await mayfly.hasSaid("Counted ");
    } finally {
      await mayfly.die();
    }
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

Deno.test(`a node needs no more memory and files after ${ROUNDS} deaths of another than after ${WARM_UP}`, async () => {
  await using network = await makeNetwork();
  const args = ["--log-level", "info"];
  const survivor = network.start("survivor", { args, script: SCRIPT });
  await survivor.waitFor("is running");
  await pass(network, WARM_UP);
  const before = await measure(survivor);
  await pass(network, ROUNDS - WARM_UP);
  const after = await measure(survivor);

  const grown = `${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
  assert.ok(after.used < before.used + 2, grown);
  assert.ok(after.resident < before.resident + 25, grown);
  // There may be a dial in each that is on at this moment.
  assert.ok(after.files <= before.files + 2, grown);
  for (const how of ["it dialled", "it was dialled"]) {
    const linked = survivor.output.split(`over tcp: ${how}\n`).length - 1;
    assert.ok(linked >= 0.1 * ROUNDS, `${how} ${linked} times`);
  }
});
