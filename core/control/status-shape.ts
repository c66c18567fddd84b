import type { LinkReason } from "../errors.ts";
import type { Closing } from "../link/closings.ts";
import type { Failure } from "../link/failure-log.ts";
import type { PeerState } from "../link/peer.ts";
import type { Volume } from "../link/traffic.ts";
import type { ConnectPolicy } from "../model/settings.ts";
import type { RoleHealth } from "../runtime/role-health.ts";

/** What `kozo status --json` prints. Times are in seconds, dates since 1970. */
export interface NodeStatus {
  readonly node: string;
  readonly version: string;
  readonly pid: number;
  /** The node's clock when it answered. */
  readonly now: number;
  readonly startedAt: number;
  readonly uptime: number;
  readonly configuration: {
    /** Absolute path of the file. */
    readonly file: string;
    readonly fingerprint: string;
    /** Options in it that count only once the node is started anew. */
    readonly restart: readonly string[];
  };
  /** The other nodes, in the order of the configuration. */
  readonly peers: readonly PeerStatus[];
  /** The node's transports, in the order of the configuration. */
  readonly transports: readonly TransportStatus[];
  /** The node's roles, in the order of the configuration. */
  readonly roles: readonly RoleStatus[];
}

/** What a node says, which may be of a version that said less. */
export interface SaidStatus
  extends Omit<NodeStatus, "configuration" | "transports"> {
  readonly configuration:
    & Omit<NodeStatus["configuration"], "restart">
    & Partial<Pick<NodeStatus["configuration"], "restart">>;
  readonly transports?: NodeStatus["transports"];
}

/** How one of the node's transports is doing. */
export interface TransportStatus {
  readonly name: string;
  /** What keeps it from being of use just now, as far as it knows. */
  readonly trouble: Trouble | null;
}

/** Why something is of no use just now. */
export interface Trouble {
  readonly reason: LinkReason;
  /** The reason in words. */
  readonly message: string;
}

/** How things stand with another node. */
export interface PeerStatus {
  readonly name: string;
  readonly state: PeerState;
  readonly policy: {
    /** When this node may connect and send to the peer. */
    readonly to: ConnectPolicy;
    /** When the peer may connect and send to this node. */
    readonly from: ConnectPolicy;
  };
  /** The link that messages go over, if there is one. */
  readonly link: LinkStatus | null;
  /** Messages that wait to go there. */
  readonly waiting: number;
  readonly sent: Volume;
  readonly received: Volume;
  /** Messages that never went there, by reason. */
  readonly drops: Readonly<Record<string, number>>;
  /** Why it could not be reached last, unless it was since. */
  readonly failure: Failure | null;
  /** Until this node dials again, if it is going to. */
  readonly nextDial: number | null;
  /** Whether two programs run as this peer, with one key. */
  readonly twofold: boolean;
  /** The last links that have ended, the latest last. */
  readonly closings: readonly Closing[];
}

/** The link to a peer that messages go over. */
export interface LinkStatus {
  readonly since: number;
  /** Whether this node has dialled the peer, or the peer this node. */
  readonly direction: "out" | "in";
  /** Name of this node's transport. */
  readonly transport: string;
  /** Where the peer is, if the transport can say. */
  readonly address: string | null;
  /** From a ping to its answer; none if there was none in time. */
  readonly roundTrip: number | null;
  /** How far the peer's clock is ahead of this node's. */
  readonly clockSkew: number | null;
  /** The peer's version of Kōzō. */
  readonly version: string;
  /** Of the configuration by which the peer runs. */
  readonly fingerprint: string;
  /** Whether that is another than this node's. */
  readonly drift: boolean;
}

/** How one of the node's roles is doing. */
export interface RoleStatus extends Omit<RoleHealth, "lastFailure"> {
  /** Its module. */
  readonly type: string;
  readonly sandboxed: boolean;
  readonly lastFailure: string | null;
  /** Messages that it never got, by reason. */
  readonly drops: Readonly<Record<string, number>>;
}
