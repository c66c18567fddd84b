import { KozoError } from "../../core/errors.ts";
import { freePorts } from "../testnet/ports.ts";
import { makeAuthorityKeys } from "./authority-keys.ts";
import { NodeTor } from "./node-tor.ts";
import { TorProcess } from "./tor-process.ts";
import {
  type Authority,
  authorityTorrc,
  commonTorrc,
  nodeTorrc,
  relayTorrc,
  type Service,
} from "./torrc.ts";

/** Relays besides the authority: with one fewer, circuits fail now and then. */
const RELAYS = ["r0", "r1", "r2", "r3"];

const AUTHORITY = "a0";

/** What a node that has just started would have to fetch first. */
const DOCUMENTS = [
  ...["cached-certs", "cached-microdesc-consensus", "cached-microdescs.new"],
];

/** Seconds until the first vote: all relays have to be there by then. */
const LEAD = 5.3;

/** Milliseconds that the network may take to come up; it takes about 12 s. */
const PATIENCE = 90_000;

/** Milliseconds between two looks. */
const GLANCE = 50;

/** The Tor of a node, and the onion service that it has, if it has one. */
export interface NodePlan {
  readonly node: string;
  readonly service?: Pick<Service, "virtualPort" | "port">;
}

/** What a {@link PrivateTorNetwork} is made from. */
export interface PrivateTorNetworkOptions {
  /** A folder for its files, which is there and empty. */
  readonly folder: string;
  readonly nodes: readonly NodePlan[];
  /** Is told what is being waited for. */
  readonly progress?: (text: string) => void;
  /** Ends the wait for it. */
  readonly signal: AbortSignal;
}

/**
 * A whole Tor network on this machine's loopback address: an authority, relays
 * and a Tor for each node. Nothing of it is known outside, and nothing outside
 * is asked for.
 */
export class PrivateTorNetwork implements AsyncDisposable {
  readonly #relays: TorProcess[] = [];
  readonly #nodes = new Map<string, NodeTor>();

  private constructor() {}

  /**
   * Starts a network, and waits until its services can be reached.
   *
   * @throws {KozoError} when that fails
   */
  static async start(
    options: PrivateTorNetworkOptions,
  ): Promise<PrivateTorNetwork> {
    const network = new PrivateTorNetwork();
    const late = AbortSignal.timeout(PATIENCE);
    const signal = AbortSignal.any([options.signal, late]);
    try {
      await network.#start({ progress: () => {}, ...options, signal });
      return network;
    } catch (cause) {
      await network[Symbol.asyncDispose]();
      options.signal.throwIfAborted();
      throw whyNot(cause, late.aborted);
    }
  }

  /** The Tor of a node. */
  of(node: string): NodeTor {
    const tor = this.#nodes.get(node);
    if (tor === undefined) throw new KozoError(`"${node}" has no Tor`);
    return tor;
  }

  /** Ends all of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#nodes.values(), ...this.#relays];
    await Promise.all(all.map((tor) => tor.stop()));
  }

  async #start(options: Required<PrivateTorNetworkOptions>): Promise<void> {
    const { folder, nodes, progress, signal } = options;
    const [orPort = 0, dirPort = 0, ...ports] = freePorts(
      2 + RELAYS.length + 2 * nodes.length,
    );
    progress("Tor: making the keys of a private network");
    const authorityFolder = await makeFolder(folder, AUTHORITY);
    const authority: Authority = {
      ...await makeAuthorityKeys(authorityFolder, AUTHORITY, dirPort),
      ...{ name: AUTHORITY, orPort, dirPort },
    };

    progress("Tor: waiting for the relays to agree on their first list");
    await this.#startRelays(folder, authority, ports);
    await this.#waitForConsensus(authorityFolder, signal);
    // They would wait longer and longer between two looks for the list.
    for (const relay of this.#relays.slice(1)) relay.hurry();

    progress("Tor: waiting for the onion services to be published");
    for (const plan of nodes) {
      await this.#startNode(plan, folder, authority, ports.splice(0, 2));
    }
    const all = [...this.#nodes.values()];
    await Promise.all(all.map((tor) => tor.ready(signal)));
  }

  async #startRelays(
    folder: string,
    authority: Authority,
    ports: number[],
  ): Promise<void> {
    const { name, orPort, dirPort } = authority;
    const firstVote = Date.now() / 1000 + LEAD;
    const start = async (name: string, orPort: number, more = "") => {
      const own = name === AUTHORITY
        ? `${folder}/${name}`
        : await makeFolder(folder, name);
      const torrc = commonTorrc(own, authority) + relayTorrc(name, orPort);
      this.#relays.push(await TorProcess.start(own, torrc + more));
    };
    await start(name, orPort, authorityTorrc(dirPort, firstVote));
    for (const relay of RELAYS) await start(relay, ports.shift() ?? 0);
  }

  /** The first list is there once it names every relay. */
  async #waitForConsensus(folder: string, signal: AbortSignal): Promise<void> {
    const file = `${folder}/cached-microdesc-consensus`;
    for (;;) {
      const list = await Deno.readTextFile(file).catch(() => "");
      if (list.match(/^r /gm)?.length === this.#relays.length) return;
      signal.throwIfAborted();
      for (const relay of this.#relays) await relay.assertAlive();
      await new Promise((resolve) => setTimeout(resolve, GLANCE));
    }
  }

  async #startNode(
    { node, service: plan }: NodePlan,
    folder: string,
    authority: Authority,
    [socks = 0, control = 0]: readonly number[],
  ): Promise<void> {
    const own = await makeFolder(folder, node);
    for (const name of DOCUMENTS) {
      // One that is not there yet is fetched instead.
      await Deno.copyFile(`${folder}/${AUTHORITY}/${name}`, `${own}/${name}`)
        .catch(() => {});
    }
    const service = plan && { ...plan, folder: `${own}/service` };
    const ports = { socks, control };
    const torrc = commonTorrc(own, authority) + nodeTorrc(own, ports, service);
    const process = await TorProcess.start(own, torrc);
    this.#nodes.set(node, new NodeTor(node, ports, service, process));
  }
}

/** Tor insists on a folder that nobody else may look into. */
async function makeFolder(parent: string, name: string): Promise<string> {
  const folder = `${parent}/${name}`;
  await Deno.mkdir(folder, { mode: 0o700 });
  return folder;
}

function whyNot(cause: unknown, isLate: boolean): unknown {
  if (cause instanceof Deno.errors.NotFound) {
    return new KozoError(
      "Cannot start a private Tor network: there is no tor here; install it " +
        'with "sudo apt install tor"',
      { cause },
    );
  }
  return isLate
    ? new KozoError(
      `Cannot start a private Tor network within ${PATIENCE / 1000} s`,
      { cause },
    )
    : cause;
}
