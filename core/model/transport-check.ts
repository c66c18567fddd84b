import type { Node } from "./node.ts";

/** What `kozo check` shows to a transport. Nothing runs then. */
export interface TransportSurroundings {
  /** All nodes of the configuration, the transport's own among them. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** The `folder` of the {@link TransportHost}, of the node that has it. */
  readonly folder?: string;
  /** Whether this machine is that node, so that its files are here. */
  readonly isHere: boolean;
}

/** What `kozo check` says of a transport. */
export interface TransportFault {
  /** An error keeps the node from starting; a warning is hardly meant. */
  readonly severity: "error" | "warning";
  /** The option that it is about; nothing: the transport as a whole. */
  readonly option?: string;
  /** What was found, and what to do. */
  readonly message: string;
}
