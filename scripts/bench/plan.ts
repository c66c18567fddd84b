/** How much is measured. */
export interface Plan {
  /** Rounds that do not count: they are for the compiler. */
  readonly warmUps: number;
  /** How often each way is measured, in turns. */
  readonly rounds: number;
  /** Seconds of each flow of messages. */
  readonly flowSeconds: number;
  /** Seconds of each row of round trips. */
  readonly roundTripSeconds: number;
  /** Idle links of a node whose memory is measured. */
  readonly links: readonly number[];
  /** How often the memory is measured, each time with new processes. */
  readonly memoryRounds: number;
  /** Nodes of the mesh. */
  readonly meshNodes: number;
  /** How often the mesh is started. */
  readonly meshRounds: number;
}

/** About five minutes. */
export const FULL_PLAN: Plan = {
  warmUps: 4,
  rounds: 9,
  flowSeconds: 2.5,
  roundTripSeconds: 1,
  links: [0, 1, 10, 50],
  memoryRounds: 3,
  meshNodes: 10,
  meshRounds: 3,
};

/** Less than a minute: whether it works, not how fast. */
export const QUICK_PLAN: Plan = {
  warmUps: 1,
  rounds: 1,
  flowSeconds: 0.5,
  roundTripSeconds: 0.5,
  links: [0, 3],
  memoryRounds: 1,
  meshNodes: 3,
  meshRounds: 1,
};
