import { type Block, Network } from "../../tests/support/network.ts";
import { type BenchProcess, startNode, startScript } from "./bench-process.ts";

/** Nobody else dials a peer: it has links to the node in the middle only. */
const PEER: Block = { othersToSelfConnectPolicy: "never" };

/** A node in the middle, and all others in one process. */
export interface Hub {
  readonly hub: BenchProcess;
  readonly others: BenchProcess;
}

/** A node that others could link with, if they ran. */
export interface LonelyHub {
  readonly hub: BenchProcess;
  /** Starts the others, and gives their process when all are linked. */
  link(): Promise<BenchProcess>;
}

/**
 * Starts a node that has so many links.
 *
 * @param stack takes all that is started, and ends it
 * @param block what the node in the middle has besides
 */
export async function startHub(
  links: number,
  stack: AsyncDisposableStack,
  stop: AbortSignal,
  block: Block = {},
): Promise<Hub> {
  const { hub, link } = await startLonelyHub(links, stack, stop, block);
  return { hub, others: await link() };
}

/**
 * Starts the node in the middle, as {@link startHub} does, and nobody else.
 *
 * @param executable what runs it, if not its source
 */
export async function startLonelyHub(
  links: number,
  stack: AsyncDisposableStack,
  stop: AbortSignal,
  block: Block = {},
  executable?: string,
): Promise<LonelyHub> {
  const peers = Array.from({ length: links }, (_, i) => `peer${i + 1}`);
  const { folder } = stack.use(
    await Network.make({
      hub: block,
      ...Object.fromEntries(peers.map((name) => [name, PEER])),
    }),
  );
  const hub = stack.use(startNode("hub", folder, stop, executable));
  await hub.listening();
  return {
    hub,
    async link() {
      const others = startScript("crowd.ts", peers, folder, stop);
      stack.use(others);
      await hub.linked(links, others);
      return others;
    },
  };
}
