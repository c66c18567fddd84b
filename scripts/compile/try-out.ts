import { VERSION } from "../../core/version.ts";
import { KozoError } from "../../core/errors.ts";
import { NetworkFolder } from "../testnet/network-folder.ts";
import { LineWriter } from "../testnet/output.ts";
import { runSideBySide } from "../testnet/side-by-side.ts";
import { Template } from "../testnet/template.ts";
import { TickWatch } from "../testnet/tick-watch.ts";
import { execute } from "./execute.ts";

/**
 * Milliseconds for a tick to cross the network: an emulator takes its time, the
 * more so beside other work.
 */
const PATIENCE = 300_000;

/** How often to look for it, in milliseconds. */
const GLANCE = 250;

/** An executable, and how it is run on this machine. */
export interface Built {
  readonly file: string;
  /** What goes before it; empty: nothing. */
  readonly runner: string;
}

/**
 * Runs what was built: it has to know its version, and nodes run by it have to
 * reach each other.
 *
 * @param folder an empty folder for all that they need
 * @param stop calls it off
 * @throws {KozoError} when it does not work
 */
export async function tryOut(
  built: Built,
  folder: string,
  stop: AbortSignal,
): Promise<void> {
  const command = commandOf(built, folder);
  const printed = await execute(`run "${built.file}"`, [
    ...command,
    "--version",
  ]);
  const version = new TextDecoder().decode(printed).trim();
  if (version !== VERSION) {
    throw new KozoError(
      `Cannot use "${built.file}": it says that it is version "${version}", ` +
        `expected "${VERSION}"`,
    );
  }
  await tryNetwork([command], `${folder}/network`, stop);
}

/** The command that starts it, with a cache of its own. */
export function commandOf(
  { file, runner }: Built,
  folder: string,
): [string, ...string[]] {
  return [
    "env",
    `KOZO_CACHE=${folder}/cache`,
    ...runner === "" ? [] : [`KOZO_RUNNER=${runner}`],
    file,
  ];
}

/**
 * Runs two nodes until one has heard the other.
 *
 * @param programs the command of each node's program; one: of both
 * @param folder where the network's files are made
 * @param stop calls it off
 * @throws {KozoError} when that does not happen in time
 */
export async function tryNetwork(
  programs: readonly (readonly [string, ...string[]])[],
  folder: string,
  stop: AbortSignal,
): Promise<void> {
  const template = new Template(TWO_NODES);
  const network = await NetworkFolder.make(folder, template);
  const commands = network.nodes.map((node, i) => ({
    node,
    argv: [
      ...programs[i % programs.length] ?? [],
      "run",
      "config.yml",
      node,
    ] as [string, ...string[]],
    cwd: network.path,
  }));
  const ticks = await TickWatch.start(network.log);
  const end = new AbortController();
  const output: string[] = [];
  const sink = new WritableStream<Uint8Array>({
    write: (bytes) => void output.push(new TextDecoder().decode(bytes)),
  });
  const running = runSideBySide(
    commands,
    new LineWriter(sink),
    false,
    end.signal,
  );
  try {
    for (let waited = 0; !await ticks.sawTick(); waited += GLANCE) {
      stop.throwIfAborted();
      const isOver = output.some((text) => text.includes("ended by itself"));
      if (isOver || waited >= PATIENCE) throw complaint(output);
      await new Promise((resolve) => setTimeout(resolve, GLANCE));
    }
  } finally {
    end.abort();
    await running;
  }
}

function complaint(output: readonly string[]): KozoError {
  return new KozoError(
    "Cannot use what was built: of two nodes run by it, none has heard the " +
      `other; they say:\n${output.join("")}`,
  );
}

/** A clock, and whoever hears it and writes that down. */
const TWO_NODES = `\
system:
  node1:
    privateKey: keys/node1
    publicKey: <public key of node1>
    roles:
      timer1:
        type: timer
        tick: 1
    transports:
      tcp: { address: 127.0.0.1, bindAddress: 127.0.0.1, port: <free port> }
  node3:
    privateKey: keys/node3
    publicKey: <public key of node3>
    roles:
      cuckoo:
        timer: timer1
      logger: { file: node3.log, flushEvery: 1 }
    transports:
      tcp: { address: 127.0.0.1, bindAddress: 127.0.0.1, port: <free port> }
connectionRetry: 3
`;
