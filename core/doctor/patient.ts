import type { SystemConfig } from "../config/config.ts";
import type { Environment } from "../environment.ts";
import type { Peer } from "../link/peer.ts";
import type { Node } from "../model/node.ts";
import type { System } from "../model/system.ts";

/** Whom the doctor looks at, and by what means. */
export interface Patient {
  /** The system, whose own node's transports can dial. */
  readonly system: System;
  /** The node that is not linked, or is said not to be. */
  readonly other: Node;
  readonly config: SystemConfig;
  readonly privateKey: string;
  readonly environment: Environment;
  /** The other node as the running one sees it, if one runs. */
  readonly peer: Peer | undefined;
  /** Options of the file that count once the node is started anew. */
  readonly restart: readonly string[];
  /**
   * Reads the configuration file as it is now.
   *
   * @throws {KozoError} when it is wrong
   */
  readFingerprint(): Promise<string>;
}
