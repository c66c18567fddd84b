import { Network } from "../support/network.ts";
import type { Program } from "../support/program.ts";

const NODES = Array.from({ length: 10 }, (_, index) => `node${index}`);

/** Those that are killed. */
const VICTIMS = ["node2", "node5", "node9"];

/** Seconds for everything that ten processes start with, on a busy machine. */
const PATIENCE = 80;

/** Waits until each node has said of each other that the two are linked. */
async function allLinked(
  programs: ReadonlyMap<string, Program>,
  from: ReadonlyMap<string, number>,
  isNew: (node: string, peer: string) => boolean,
): Promise<void> {
  for (const [node, program] of programs) {
    for (const peer of NODES.filter((peer) => isNew(node, peer))) {
      await program.waitFor(`Linked with "${peer}" `, {
        from: from.get(node) ?? 0,
        seconds: PATIENCE,
      });
    }
  }
}

function start(network: Network, nodes: readonly string[]) {
  const args = ["--log-level", "info"];
  return nodes.map((node) => [node, network.start(node, { args })] as const);
}

Deno.test("ten processes make all 45 links, and once more after three of them were killed", async () => {
  const blocks = NODES.map((node) => [node, {}]);
  await using network = await Network.make(Object.fromEntries(blocks), {
    heartbeat: 2,
    connectionRetry: 3,
  });
  const programs = new Map(start(network, NODES));
  await allLinked(programs, new Map(), (node, peer) => node !== peer);

  const from = new Map(
    [...programs].map(([node, { output }]) => [node, output.length]),
  );
  for (const victim of VICTIMS) {
    await programs.get(victim)?.kill();
    from.set(victim, 0);
  }
  for (const [node, program] of start(network, VICTIMS)) {
    programs.set(node, program);
  }
  const isVictim = (node: string) => VICTIMS.includes(node);
  await allLinked(
    programs,
    from,
    (node, peer) => node !== peer && (isVictim(node) || isVictim(peer)),
  );
});
