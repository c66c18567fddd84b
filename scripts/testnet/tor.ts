import { OnionKey } from "kozo";
import process from "node:process";
import { parse } from "yaml";
import { z } from "zod";
import { type NodePlan, PrivateTorNetwork } from "../tor/private-network.ts";
import type { NetworkFolder } from "./network-folder.ts";

/** What matters here of a configuration; all of it the nodes check. */
const CONFIG = z.object({
  system: z.record(
    z.string(),
    z.object({
      transports: z.object({
        onion: z.object({
          address: z.string().optional(),
          port: z.number().optional(),
          onionPort: z.number().optional(),
          socksProxy: z.templateLiteral(["127.0.0.1:", z.number()]),
          controlPort: z.undefined().optional(),
        }),
      }),
    }).optional().catch(undefined),
  ),
});

/** A private Tor network, with what it has on the disk. */
class TorOnDisk implements AsyncDisposable {
  readonly #folder: string;
  readonly #network: PrivateTorNetwork;

  constructor(folder: string, network: PrivateTorNetwork) {
    this.#folder = folder;
    this.#network = network;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#network[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/**
 * Starts a private Tor network for those nodes of a network that ask for a Tor
 * on this machine and make no onion service themselves, and says meanwhile what
 * it waits for.
 *
 * @returns nothing when there are none, or `stop` was aborted meanwhile
 */
export async function startTorFor(
  network: NetworkFolder,
  stop: AbortSignal,
): Promise<AsyncDisposable | undefined> {
  const nodes = await plansOf(network);
  if (nodes.length === 0) return undefined;
  const folder = await Deno.makeTempDir({ prefix: "kozo-tor-" });
  try {
    return new TorOnDisk(
      folder,
      await PrivateTorNetwork.start({
        ...{ folder, nodes, signal: stop },
        progress: (text) => process.stdout.write(`${text}\n`),
      }),
    );
  } catch (error) {
    await Deno.remove(folder, { recursive: true });
    if (stop.aborted) return undefined;
    throw error;
  }
}

async function plansOf(network: NetworkFolder): Promise<NodePlan[]> {
  const text = await Deno.readTextFile(network.config);
  const { data } = CONFIG.safeParse(parse(text));
  const plans: NodePlan[] = [];
  for (const [node, block] of Object.entries(data?.system ?? {})) {
    if (block === undefined) continue;
    const { onion } = block.transports;
    const socks = Number(onion.socksProxy.split(":")[1]);
    const { address, port = 6027, onionPort = port } = onion;
    if (address === undefined) plans.push({ node, socks });
    else {
      const key = await OnionKey.provide(network.onionKey(node));
      const service = { virtualPort: onionPort, port, key };
      plans.push({ node, socks, service });
    }
  }
  return plans;
}
