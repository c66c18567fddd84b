import type { BlockConfig, NodeConfig } from "../config/config.ts";
import type { ModuleInfo } from "../modules/info.ts";
import { quote } from "../wording.ts";
import { type Finding, pairsOf, type Subject, warning } from "./finding.ts";
import { LOOPBACK, plainAddress } from "./plain-address.ts";

/** Where one listens that is told to listen for other machines. */
const ANYWHERE = "";

/** Addresses that stand for all of a machine. */
const ALL = [ANYWHERE, "::", "0.0.0.0"];

/** Where a block of a node listens. */
interface Listener {
  /** What it is, for messages: `role "a"`. */
  readonly owner: string;
  /** The keys that lead to the option that says its port. */
  readonly path: readonly string[];
  readonly port: number;
  readonly address: string;
}

/** Blocks of one node of which one only can listen. */
export function* sharedPorts(subject: Subject): Iterable<Finding> {
  for (const node of subject.config.nodes.values()) {
    for (const [first, second] of pairsOf(listenersOf(node, subject))) {
      if (!isSamePlace(first, second)) continue;
      yield warning(
        second.path,
        `The port ${second.port} is that of the ${first.owner}, too, and one ` +
          "of them can listen there: choose another for one of the two",
      );
    }
  }
}

function isSamePlace(first: Listener, second: Listener): boolean {
  if (first.port !== second.port) return false;
  const addresses = [first.address, second.address];
  return first.address === second.address ||
    addresses.some((one) => ALL.includes(one));
}

function* listenersOf(
  node: NodeConfig,
  { config: { library }, nodes }: Subject,
): Iterable<Listener> {
  const transports = nodes.get(node.name)?.transports;
  for (const block of node.transports) {
    // One that only dials does not listen.
    if (transports?.get(block.name)?.canAccept() === false) continue;
    const info = library.transports.get(block.type)?.info;
    yield* listenerOf(node, "transport", block, info);
  }
  for (const block of node.roles) {
    const info = library.roles.get(block.type)?.info;
    yield* listenerOf(node, "role", block, info);
  }
}

function* listenerOf(
  node: NodeConfig,
  noun: "role" | "transport",
  { name, options }: BlockConfig,
  info: ModuleInfo | undefined,
): Iterable<Listener> {
  const nameOf = (what: "port" | "address") =>
    Object.entries(info?.config ?? {})
      .find(([, { listens }]) => listens === what)?.[0];
  const option = nameOf("port");
  const port = option === undefined ? undefined : options[option];
  // With 0 the system chooses one.
  if (option === undefined || typeof port !== "number" || port === 0) return;
  const address = options[nameOf("address") ?? ""];
  yield {
    owner: `${noun} ${quote(name)}`,
    path: ["system", node.name, `${noun}s`, name, option],
    port,
    address: addressOf(address),
  };
}

/** One that has no option for it listens for its machine alone. */
function addressOf(option: unknown): string {
  if (typeof option === "string") return plainAddress(option);
  return option === true ? ANYWHERE : LOOPBACK;
}
