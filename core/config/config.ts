import type { SandboxLimits } from "../sandbox/role-process.ts";
import type { ModulePlace } from "../sandbox/words.ts";
import type { ConnectPolicy, Settings } from "../model/settings.ts";
import type { Library } from "../modules/library.ts";

/** A role or transport block, checked. */
export interface BlockConfig {
  /** Its name: the key in the file. */
  readonly name: string;
  /** The module it uses: `type`, or else the name. */
  readonly type: string;
  /** What it is for, in the user's words. */
  readonly description?: string;
  /**
   * The module's own options, checked, defaults and placeholders filled in;
   * none where the module is not here: see {@link SystemConfig.library}.
   */
  readonly options: Readonly<Record<string, unknown>>;
}

/** A role block, checked. */
export interface RoleConfig extends BlockConfig {
  /** Messages that wait for the role at most. */
  readonly messageQueueLength?: number;
  /** Bytes that wait for the role at most. */
  readonly messageQueueSize?: number;
  /** How it runs in a sandbox, if it does. */
  readonly sandbox?: SandboxConfig;
}

/** What a role block says of its sandbox, checked. */
export interface SandboxConfig extends SandboxLimits {
  /** Its module, if its node is the one that is to run. */
  readonly module?: ModulePlace;
}

/** A node block, checked. */
export interface NodeConfig {
  /** Its name: the key in the file. */
  readonly name: string;
  /** What it is for, in the user's words. */
  readonly description?: string;
  /** Absolute path of the private key's file. */
  readonly privateKey: string;
  /** The public key as one line: type and base64, no comment. */
  readonly publicKey: string;
  /** Absolute path of the folder of the roles' storage, if there is one. */
  readonly roleStorage?: string;
  /** When this node connects to others. */
  readonly selfToOthersConnectPolicy: ConnectPolicy;
  /** When others connect to this node. */
  readonly othersToSelfConnectPolicy: ConnectPolicy;
  /** The root options, with `overrideMainConfiguration` on top. */
  readonly settings: Settings;
  /** Its roles, in the order of the file. */
  readonly roles: readonly RoleConfig[];
  /** Its transports, in the order of the file. */
  readonly transports: readonly BlockConfig[];
}

/** A configuration file that has passed every check. */
export interface SystemConfig {
  /** The file, as the user named it. */
  readonly file: string;
  /** The first 16 hexadecimal digits of the SHA-256 of what it says. */
  readonly fingerprint: string;
  /** The nodes by name, in the order of the file. */
  readonly nodes: ReadonlyMap<string, NodeConfig>;
  /** The modules of all types of role and transport, as far as they are here. */
  readonly library: Library;
}
