/**
 * What a role is about:
 * - `running`: it runs, or waits for a message or for time to pass
 * - `failed`: it is started anew in a moment
 * - `ended`: its node is stopping
 */
export type RoleState = "running" | "failed" | "ended";

/** How a role that a node runs is doing. */
export interface RoleHealth {
  readonly name: string;
  readonly state: RoleState;
  /** Messages that wait in its inbox. */
  readonly waiting: number;
  /** Messages that it has taken since the node began. */
  readonly handled: number;
  /** How often it has failed since the node began. */
  readonly failures: number;
  /** Why it failed last. */
  readonly lastFailure: string | undefined;
}
