import type { OnionKey } from "kozo";
import { KozoError } from "../../core/errors.ts";
import { freePorts } from "../testnet/ports.ts";
import { makeAuthorityKeys } from "./authority-keys.ts";
import { NodeTor } from "./node-tor.ts";
import { makeServiceFolder } from "./service-folder.ts";
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
const RELAYS = 4;

const AUTHORITY = "authority";

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
  /** The port for SOCKS. Default: a free one. */
  readonly socks?: number;
  readonly service?: Pick<Service, "virtualPort" | "port"> & {
    /** The key by which it has its name. */
    readonly key: OnionKey;
  };
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
  readonly #folder: string;
  #authority: Authority | undefined;
  readonly #relays: TorProcess[] = [];
  readonly #nodes = new Map<string, NodeTor>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Starts a network, and waits until its services can be reached.
   *
   * @throws {KozoError} when that fails
   */
  static async start(
    options: PrivateTorNetworkOptions,
  ): Promise<PrivateTorNetwork> {
    const network = new PrivateTorNetwork(options.folder);
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

  /**
   * Starts the Tor of one more node, and waits until it is ready. It may be
   * ended before the network is.
   */
  async join(plan: NodePlan, signal: AbortSignal): Promise<NodeTor> {
    const tor = await this.#startNode(plan);
    await tor.ready(signal);
    return tor;
  }

  async #start(
    { nodes, progress, signal }: Required<PrivateTorNetworkOptions>,
  ): Promise<void> {
    progress("Tor: making the keys of a private network");
    const authority = this.#authority = await this.#makeAuthority();
    progress("Tor: waiting for the relays to agree on their first list");
    await this.#startRelays(authority);
    await this.#waitForConsensus(signal);
    // They would wait longer and longer between two looks for the list.
    for (const relay of this.#relays.slice(1)) relay.hurry();
    progress("Tor: waiting for the onion services to be published");
    await Promise.all(nodes.map((plan) => this.join(plan, signal)));
  }

  async #makeAuthority(): Promise<Authority> {
    const folder = await this.#makeFolder(AUTHORITY);
    const [orPort = 0, dirPort = 0] = freePorts(2);
    const keys = await makeAuthorityKeys(folder, AUTHORITY, dirPort);
    return { ...keys, name: AUTHORITY, orPort, dirPort };
  }

  async #startRelays(authority: Authority): Promise<void> {
    const { name, orPort, dirPort } = authority;
    const firstVote = Date.now() / 1000 + LEAD;
    const start = async (name: string, orPort: number, more = "") => {
      const folder = `${this.#folder}/${name}`;
      const torrc = commonTorrc(folder, authority) + relayTorrc(name, orPort);
      this.#relays.push(await TorProcess.start(folder, torrc + more));
    };
    await start(name, orPort, authorityTorrc(dirPort, firstVote));
    for (const port of freePorts(RELAYS)) {
      const relay = `relay${this.#relays.length}`;
      await this.#makeFolder(relay);
      await start(relay, port);
    }
  }

  /** The first list is there once it names every relay. */
  async #waitForConsensus(signal: AbortSignal): Promise<void> {
    const file = `${this.#folder}/${AUTHORITY}/cached-microdesc-consensus`;
    for (;;) {
      const list = await Deno.readTextFile(file).catch(() => "");
      if (list.match(/^r /gm)?.length === this.#relays.length) return;
      signal.throwIfAborted();
      for (const relay of this.#relays) await relay.assertAlive();
      await new Promise((resolve) => setTimeout(resolve, GLANCE));
    }
  }

  async #startNode({ node, service, ...plan }: NodePlan): Promise<NodeTor> {
    if (this.#authority === undefined) throw new TypeError("nobody to ask");
    const folder = await this.#makeFolder(node);
    for (const name of DOCUMENTS) {
      const source = `${this.#folder}/${AUTHORITY}/${name}`;
      // One that is not there yet is fetched instead.
      await Deno.copyFile(source, `${folder}/${name}`).catch(() => {});
    }
    const [control = 0, socks = 0] = freePorts(2);
    const ports = { control, socks: plan.socks ?? socks };
    const ownService = service && { ...service, folder: `${folder}/service` };
    if (ownService) await makeServiceFolder(ownService.folder, ownService.key);
    const torrc = commonTorrc(folder, this.#authority) +
      nodeTorrc(folder, ports, ownService);
    const process = await TorProcess.start(folder, torrc);
    const tor = new NodeTor(ports, ownService !== undefined, process);
    this.#nodes.set(node, tor);
    return tor;
  }

  /** Tor insists on a folder that nobody else may look into. */
  async #makeFolder(name: string): Promise<string> {
    const folder = `${this.#folder}/${name}`;
    await Deno.mkdir(folder, { mode: 0o700 });
    return folder;
  }
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
