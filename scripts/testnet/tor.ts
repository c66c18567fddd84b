import { provideOnionKey, TOR_SOCKS } from "kozo";
import process from "node:process";
import { parse } from "yaml";
import { z } from "zod";
import { type NodePlan, PrivateTorNetwork } from "../tor/private-network.ts";
import type { NetworkFolder } from "./network-folder.ts";

/** An `onion` block, as far as it matters here; all of it the nodes check. */
const ONION = z.object({
  address: z.string().optional(),
  port: z.number().optional(),
  onionPort: z.number().optional(),
  socksProxy: z.string().optional(),
  controlPort: z.string().optional(),
});

const CONFIG = z.object({
  system: z.record(
    z.string(),
    z.object({ transports: z.object({ onion: ONION }) }).optional()
      .catch(undefined),
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
 * Starts a private Tor network for a network whose nodes talk through Tor,
 * unless they give orders to a Tor that is there already. It says meanwhile what
 * it waits for.
 *
 * @returns nothing when none is needed, or `stop` was aborted meanwhile
 */
export async function startTorFor(
  network: NetworkFolder,
  stop: AbortSignal,
): Promise<AsyncDisposable | undefined> {
  const onions = await readOnions(network);
  const isThere = onions.some(([, { controlPort }]) => controlPort);
  if (onions.length === 0 || isThere) return undefined;
  const folder = await Deno.makeTempDir({ prefix: "kozo-testnet-tor-" });
  try {
    const nodes = await Promise.all(
      onions.map(([node, onion]) => planOf(network, node, onion)),
    );
    const progress = (text: string) => void process.stdout.write(`${text}\n`);
    return new TorOnDisk(
      folder,
      await PrivateTorNetwork.start({ folder, nodes, signal: stop, progress }),
    );
  } catch (error) {
    await Deno.remove(folder, { recursive: true });
    if (stop.aborted) return undefined;
    throw error;
  }
}

type Onion = z.infer<typeof ONION>;

async function readOnions(network: NetworkFolder): Promise<[string, Onion][]> {
  const text = await Deno.readTextFile(network.config);
  const { data } = CONFIG.safeParse(parse(text));
  return Object.entries(data?.system ?? {}).flatMap(([node, block]) =>
    block === undefined ? [] : [[node, block.transports.onion]]
  );
}

async function planOf(
  network: NetworkFolder,
  node: string,
  { address, port = 6027, onionPort = port, socksProxy = TOR_SOCKS }: Onion,
): Promise<NodePlan> {
  const socks = Number(socksProxy.split(":").at(-1));
  if (address === undefined) return { node, socks };
  const key = await provideOnionKey(network.onionKey(node));
  return { node, socks, service: { virtualPort: onionPort, port, key } };
}
