import type { SystemConfig } from "../config/config.ts";
import { StartError } from "../errors.ts";
import { policyBetween } from "../link/policy.ts";
import { waysBetween } from "../link/ways.ts";
import type { Node } from "../model/node.ts";
import type { ConnectPolicy } from "../model/settings.ts";
import { makeModel } from "./model.ts";

/** Which of a node's roles or transports would be started. */
export interface PlannedModule {
  readonly name: string;
  readonly type: string;
}

/** A way over which a link would be tried, the preferred one first. */
export interface PlannedWay {
  /** The transport of the node that dials. */
  readonly transport: string;
  /** The one that it dials. */
  readonly to: string;
  /** Where that is; nothing where only dialling can tell. */
  readonly addresses: readonly string[] | null;
}

/** How one node would dial another. */
export interface PlannedDial {
  readonly policy: ConnectPolicy;
  /** None where it never would, or could not. */
  readonly ways: readonly PlannedWay[];
}

/** What would become of the link with another node. */
export interface PlannedLink {
  readonly peer: string;
  /** How this node would dial the other. */
  readonly out: PlannedDial;
  /** How the other one would dial this node. */
  readonly in: PlannedDial;
}

/** What a node would do if it were started. */
export interface Plan {
  readonly node: string;
  readonly fingerprint: string;
  readonly roles:
    readonly (PlannedModule & { readonly isSandboxed: boolean })[];
  readonly transports: readonly PlannedModule[];
  readonly links: readonly PlannedLink[];
}

/**
 * Says what a node would do, and does nothing of it.
 *
 * @param self the name of a node of the configuration
 * @throws {StartError} when a transport keeps the node from starting
 */
export async function makePlan(
  config: SystemConfig,
  self: string,
): Promise<Plan> {
  const { nodes, findings } = await makeModel(config);
  const [fault] = findings;
  if (fault !== undefined) throw new StartError(fault.message);
  const { roles = [], transports = [] } = config.nodes.get(self) ?? {};
  const node = nodes.get(self);
  const peers = [...nodes.values()].filter(({ name }) => name !== self);
  return {
    node: self,
    fingerprint: config.fingerprint,
    roles: roles.map(({ name, type, sandbox }) => ({
      name,
      type,
      isSandboxed: sandbox !== undefined,
    })),
    transports: transports.map(({ name, type }) => ({ name, type })),
    links: node === undefined ? [] : peers.map((peer) => ({
      peer: peer.name,
      out: planDial(node, peer),
      in: planDial(peer, node),
    })),
  };
}

function planDial(from: Node, to: Node): PlannedDial {
  const policy = policyBetween(from, to);
  const ways = policy === "never" ? [] : waysBetween(from, to);
  return {
    policy,
    ways: ways.map(({ own, other, addresses }) => ({
      transport: own.name,
      to: other.name,
      addresses: addresses ?? null,
    })),
  };
}
