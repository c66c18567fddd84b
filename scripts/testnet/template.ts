import { UsageError } from "../../core/errors.ts";
import { ROOT } from "../support/root.ts";

const TEMPLATES = `${ROOT}/scripts/testnets`;
const PUBLIC_KEY = /<public key of ([^>]+)>/g;
const FREE_PORT = /<free port>/g;
const ONION_ADDRESS = /<onion address of ([^>]+)>/g;
const TOR_SOCKS = /<tor socks>/g;
const TOR_CONTROL = /<tor control>/g;

/** Where a Tor takes connections that runs already. */
export interface RunningTor {
  /** For SOCKS: a host and a port, or the path of a Unix socket. */
  readonly socks: string;
  /** For orders, likewise. */
  readonly control: string;
}

/** What fills the gaps of a template. */
export interface Filling {
  /** The key of each of {@link Template.nodes}. */
  readonly publicKeys: ReadonlyMap<string, string>;
  /** As many as {@link Template.ports} says. */
  readonly ports: readonly number[];
  /** The address of each of {@link Template.onions}. */
  readonly onionAddresses: ReadonlyMap<string, string>;
}

/** The networks there are: a file each. */
export async function knownNetworks(): Promise<string[]> {
  const files = await Array.fromAsync(
    Deno.readDir(TEMPLATES),
    (entry) => entry.name,
  );
  return files
    .filter((file) => file.endsWith(".yml"))
    .map((file) => file.slice(0, -".yml".length))
    .sort();
}

/** What a network's configuration is made from. */
export class Template {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Reads the template of one of {@link knownNetworks}.
   *
   * @param tor what its nodes use; nothing: a Tor for each on a port of its own
   * @throws {UsageError} when they use none
   */
  static async read(network: string, tor?: RunningTor): Promise<Template> {
    const text = await Deno.readTextFile(`${TEMPLATES}/${network}.yml`);
    if (tor !== undefined && text.search(TOR_SOCKS) < 0) {
      throw new UsageError(
        `Cannot use "--tor-socks" with the testnet "${network}": its nodes do ` +
          "not talk through Tor",
      );
    }
    return new Template(overTor(text, tor));
  }

  /** The names of its nodes. */
  get nodes(): string[] {
    return namesIn(this.#text, PUBLIC_KEY);
  }

  /** The names of the nodes that have an onion service. */
  get onions(): string[] {
    return namesIn(this.#text, ONION_ADDRESS);
  }

  /** How many ports it asks for. */
  get ports(): number {
    return [...this.#text.matchAll(FREE_PORT)].length;
  }

  /** The configuration. */
  fill({ publicKeys, ports, onionAddresses }: Filling): string {
    const portsLeft = ports.values();
    return this.#text
      .replace(PUBLIC_KEY, (gap, node) => publicKeys.get(node) ?? gap)
      .replace(ONION_ADDRESS, (gap, node) => onionAddresses.get(node) ?? gap)
      .replace(FREE_PORT, (gap) => String(portsLeft.next().value ?? gap));
  }
}

/** Without a running Tor nobody gives orders: the lines about that go. */
function overTor(text: string, tor: RunningTor | undefined): string {
  if (tor !== undefined) {
    return text.replace(TOR_SOCKS, tor.socks).replace(TOR_CONTROL, tor.control);
  }
  return text.split("\n").filter((line) => line.search(TOR_CONTROL) < 0)
    .join("\n").replace(TOR_SOCKS, "127.0.0.1:<free port>");
}

function namesIn(text: string, gap: RegExp): string[] {
  return [...text.matchAll(gap)].flatMap(([, node]) =>
    node === undefined ? [] : [node]
  );
}
