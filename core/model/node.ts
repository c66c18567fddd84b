import type { Role } from "./role.ts";
import type { ConnectPolicy, Settings } from "./settings.ts";
import type { Transport } from "./transport.ts";

/** What a {@link Node} is made from. */
export interface NodeOptions {
  /** Its name in the configuration. */
  readonly name: string;
  /** Whether it is the node that this program runs. */
  readonly isSelf: boolean;
  /** Its public key as one line: `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
  /** The root options as they hold for this node. */
  readonly settings: Settings;
  /** When this node connects to others. */
  readonly selfToOthersConnectPolicy: ConnectPolicy;
  /** When others connect to this node. */
  readonly othersToSelfConnectPolicy: ConnectPolicy;
}

/** A machine on the network: it has roles and transports. */
export class Node implements NodeOptions {
  /** Its name in the configuration. */
  readonly name: string;
  /** Whether it is the node that this program runs. */
  readonly isSelf: boolean;
  /** Its public key as one line: `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
  /** The root options as they hold for this node. */
  readonly settings: Settings;
  /** When this node connects to others. */
  readonly selfToOthersConnectPolicy: ConnectPolicy;
  /** When others connect to this node. */
  readonly othersToSelfConnectPolicy: ConnectPolicy;
  /** Its roles by name, in the order of the configuration. */
  readonly roles: Map<string, Role> = new Map();
  /** Its transports by name, in the order of the configuration. */
  readonly transports: Map<string, Transport> = new Map();

  /** Makes a node without roles and transports. */
  constructor(options: NodeOptions) {
    this.name = options.name;
    this.isSelf = options.isSelf;
    this.publicKey = options.publicKey;
    this.settings = options.settings;
    this.selfToOthersConnectPolicy = options.selfToOthersConnectPolicy;
    this.othersToSelfConnectPolicy = options.othersToSelfConnectPolicy;
  }

  /** The node's name. */
  toString(): string {
    return this.name;
  }
}
