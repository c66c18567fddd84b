import { createHmac, randomBytes } from "node:crypto";
import inspector from "node:inspector";
import { KozoError } from "kozo";
import type { Pass } from "./admission.ts";
import { fence } from "./fence.ts";
import { Relay } from "./relay.ts";

/** Where the inspector itself listens, at a port that the system chooses. */
const INSPECTOR_HOST = "127.0.0.1";

/** How a node is opened to a debugger. */
export interface InspectionOptions {
  /** Where to listen; nothing: at all addresses of this machine. */
  readonly hostname: string | undefined;
  /** 0: any that is free. */
  readonly port: number;
  /** What a debugger has to know; null: the token, and nothing else. */
  readonly password: string | null;
  /** Seconds in which one has to come. */
  readonly timeout: number;
  /** What the list of addresses calls the node. */
  readonly title: string;
  /** Aborted when it is not to be opened any more. */
  readonly signal: AbortSignal;
  /** Something happened that should be known. */
  report(text: string): void;
}

/** A node that is open to a debugger. */
export class Inspection implements Disposable {
  /** The port that a debugger comes to. */
  readonly port: number;
  /** What opens the debugger's WebSocket, this time only. */
  readonly token: string;
  readonly #relay: Relay;

  constructor(relay: Relay, port: number, token: string) {
    this.#relay = relay;
    this.port = port;
    this.token = token;
  }

  /**
   * Opens the node.
   *
   * @throws {KozoError} when it cannot be opened; nothing of it is left then
   */
  static async open(options: InspectionOptions): Promise<Inspection> {
    const relay = await Relay.start(options.report, options.signal);
    try {
      return await openBehind(relay, options);
    } catch (error) {
      relay[Symbol.dispose]();
      throw error;
    }
  }

  /** Waits until nobody can debug any more, and says why. */
  over(): Promise<string> {
    return this.#relay.over();
  }

  /** Closes the node again. */
  [Symbol.dispose](): void {
    this.#relay[Symbol.dispose]();
    inspector.close();
  }
}

async function openBehind(
  relay: Relay,
  options: InspectionOptions,
): Promise<Inspection> {
  if (inspector.url() !== undefined) {
    throw new KozoError("the inspector of this program is open already");
  }
  inspector.open(0, INSPECTOR_HOST);
  try {
    const url = inspector.url() ?? "";
    fence(Number(new URL(url).port), await relay.connect(url));
    const { hostname, port, timeout } = options;
    const pass = makePass(options);
    const own = await relay.listen({ hostname, port, pass, timeout });
    return new Inspection(relay, own, pass.token);
  } catch (error) {
    inspector.close();
    throw error;
  }
}

/** An address that somebody has seen before is of no use the next time. */
function makePass({ password, title }: InspectionOptions): Pass {
  const token = createHmac("sha256", password ?? randomBytes(32))
    .update(randomBytes(16)).digest("hex");
  return { token, password: password ?? token, title };
}
