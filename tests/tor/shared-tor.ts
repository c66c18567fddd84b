import { OnionKey } from "kozo";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { PrivateTorNetwork } from "../../scripts/tor/private-network.ts";

/** The port that the service of {@link SharedTor} has for others. */
const VIRTUAL_PORT = 6027;

/**
 * One private Tor network for all tests of a file, for it takes a dozen seconds
 * to start: two Tors, `client` and `server`, and a service of the latter that
 * an administrator has set up.
 */
export class SharedTor {
  #network: PrivateTorNetwork | undefined;
  #folder = "";
  #startedAt = 0;
  /** The port that the service leads to. */
  readonly port: number;
  readonly #key = OnionKey.generate();

  /** Registers its start before the first test, and its end after the last. */
  constructor() {
    const [port = 0] = freePorts(1);
    this.port = port;
    Deno.test.beforeAll(() => this.#start());
    Deno.test.afterAll(() => this.#stop());
  }

  get network(): PrivateTorNetwork {
    if (this.#network === undefined) throw new TypeError("no test runs yet");
    return this.#network;
  }

  /** Options of a node that has the service. */
  get listening() {
    return {
      address: this.#key.name,
      port: this.port,
      onionPort: VIRTUAL_PORT,
      incomingOnly: true,
    };
  }

  /** Options of a node that connects to others by `client`. */
  get dialling() {
    const { socksProxy } = this.network.of("client");
    return { outgoingOnly: true, socksProxy };
  }

  /** Seconds since the network was begun. */
  get age(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  async #start(): Promise<void> {
    this.#startedAt = performance.now();
    this.#folder = await Deno.makeTempDir({ prefix: "kozo-tor-" });
    this.#network = await PrivateTorNetwork.start({
      folder: this.#folder,
      nodes: [{ node: "client" }, {
        node: "server",
        service: {
          virtualPort: VIRTUAL_PORT,
          port: this.port,
          key: this.#key,
        },
      }],
      signal: new AbortController().signal,
    });
  }

  async #stop(): Promise<void> {
    await this.#network?.[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Why there can be no Tor network here, if that is so. */
export async function whyNoTor(): Promise<string | undefined> {
  try {
    for (const program of ["tor", "tor-gencert"]) {
      const command = new Deno.Command(program, { args: ["--help"] });
      await command.output();
    }
    return undefined;
  } catch {
    return "there is no tor here";
  }
}
