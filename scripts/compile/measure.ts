import { KozoError } from "../../core/errors.ts";
import { NetworkFolder } from "../testnet/network-folder.ts";
import { NodeProcess } from "../testnet/node-process.ts";
import { Template } from "../testnet/template.ts";
import { commandOf } from "./try-out.ts";

/** Later starts: the fastest of so many, for others use this machine too. */
const STARTS = 10;

/** Milliseconds in which a node settles before its memory is looked at. */
const SETTLING = 2000;

/** Milliseconds that any node may take. */
const PATIENCE = 60_000;

/**
 * Measures an executable of this machine: how long it takes until it listens,
 * and the memory of an idle node with 1 and with 10 links.
 *
 * @param folder an empty folder
 * @returns a line for each
 */
export async function measure(file: string, folder: string): Promise<string[]> {
  const command = commandOf({ file, runner: "" }, folder);
  const network = await makeNetwork(`${folder}/network`, 10);
  const first = await timeStart(command, network);
  const later: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    later.push(await timeStart(command, network));
  }
  return [
    `first start   ${first.toFixed(0)} ms until it listens`,
    `later starts  ${
      Math.min(...later).toFixed(0)
    } ms, the fastest of ${STARTS}`,
    `memory        ${await memory(command, network, 1)} MB with 1 link`,
    `memory        ${await memory(command, network, 10)} MB with 10 links`,
  ];
}

function makeNetwork(folder: string, others: number): Promise<NetworkFolder> {
  const names = ["hub", ...Array.from({ length: others }, (_, i) => `n${i}`)];
  const nodes = names.map((name) =>
    `  ${name}:
    privateKey: keys/${name}
    publicKey: <public key of ${name}>
    # To the hub only: the others are measured by nobody.
    selfToOthersConnectPolicy: ${name === "hub" ? "constant" : "never"}
    transports:
      tcp: { address: 127.0.0.1, bindAddress: 127.0.0.1, port: <free port> }
`
  );
  return NetworkFolder.make(
    folder,
    new Template(`system:\n${nodes.join("")}connectionRetry: 1\n`),
  );
}

/** Starts a node and waits for a line that it prints so many times. */
async function startNode(
  command: readonly [string, ...string[]],
  network: NetworkFolder,
  node: string,
  awaited: string,
  times = 1,
): Promise<NodeProcess> {
  const process = new NodeProcess({
    node,
    argv: [...command, "run", "config.yml", node],
    cwd: network.path,
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = () =>
    reject(
      new KozoError(`Cannot measure: "${node}" does not say "${awaited}"`),
    );
  const timer = setTimeout(late, PATIENCE);
  let seen = 0;
  process.forwardLines((line) => {
    if (line.includes(awaited) && ++seen === times) resolve();
    return Promise.resolve();
  }).finally(late);
  try {
    await promise;
    return process;
  } catch (error) {
    await process.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function timeStart(
  command: readonly [string, ...string[]],
  network: NetworkFolder,
): Promise<number> {
  const start = performance.now();
  const process = await startNode(command, network, "hub", "is running");
  const elapsed = performance.now() - start;
  await process.stop();
  return elapsed;
}

/** The resident memory of a node with some links, in whole MB. */
async function memory(
  command: readonly [string, ...string[]],
  network: NetworkFolder,
  links: number,
): Promise<number> {
  const running: NodeProcess[] = [];
  try {
    for (const node of network.nodes.slice(1, links + 1)) {
      running.push(await startNode(command, network, node, "is running"));
    }
    const hub = await startNode(command, network, "hub", "Linked with", links);
    running.push(hub);
    await new Promise((resolve) => setTimeout(resolve, SETTLING));
    const status = await Deno.readTextFile(`/proc/${hub.pid}/status`);
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
    return Math.round(Number(kilobytes) / 1000);
  } finally {
    await Promise.all(running.map((process) => process.stop()));
  }
}
