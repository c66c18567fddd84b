import { setTimeout as sleep } from "node:timers/promises";
import { type Block, Network } from "../../tests/support/network.ts";
import { BenchProcess } from "./bench-process.ts";
import { residentMemory } from "./process-usage.ts";

/** Milliseconds after which a process has settled. */
const SETTLING = 1500;

/** Nobody else dials a peer: it has links to the node in the middle only. */
const PEER: Block = { othersToSelfConnectPolicy: "never" };

/** The memory of a node with so many links that carry nothing, in MB. */
export async function measureNode(
  links: number,
  stop: AbortSignal,
): Promise<number> {
  const peers = Array.from({ length: links }, (_, i) => `peer${i + 1}`);
  await using network = await Network.make({
    hub: {},
    ...Object.fromEntries(peers.map((name) => [name, PEER])),
  });
  const args = ["run", "config.yml", "hub"];
  await using hub = new BenchProcess("node.ts", args, network.folder, stop);
  await hub.listening();
  await using _ = new BenchProcess("crowd.ts", peers, network.folder, stop);
  return await settle(hub, links, stop);
}

/** The memory of a process that has so many bare SSH streams, in MB. */
export async function measureFloor(
  links: number,
  stop: AbortSignal,
): Promise<number> {
  await using network = await Network.make({ publisher: {}, subscriber: {} });
  const { folder } = network;
  const port = String(network.port("subscriber"));
  const hubArgs = ["ssh", "subscriber", port];
  await using hub = new BenchProcess("floor.ts", hubArgs, folder, stop);
  await hub.listening();
  const idleArgs = ["ssh", "idle", port, String(links)];
  await using _ = new BenchProcess("floor.ts", idleArgs, folder, stop);
  return await settle(hub, links, stop);
}

async function settle(
  hub: BenchProcess,
  links: number,
  signal: AbortSignal,
): Promise<number> {
  await hub.linked(links);
  await sleep(SETTLING, undefined, { signal });
  return await residentMemory(hub.pid);
}
