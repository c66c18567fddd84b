/** What new nodes begin with: nothing here names a role or a transport. */
export interface Starter {
  /** YAML: the roles of the first node of a network, by name. */
  readonly roles: string;
  /** The transport of new nodes, which takes `address` and `port`; or "". */
  readonly transport: string;
}

/** For a program that has no module in it: its nodes begin with nothing. */
export const BARE: Starter = { roles: "", transport: "" };
