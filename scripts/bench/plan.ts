/** How much is measured. */
export interface Plan {
  /** Rounds that do not count: they are for the compiler. */
  readonly warmUps: number;
  /** How often each way is measured, in turns. */
  readonly rounds: number;
  /** Seconds of a flow of messages of the usual size. */
  readonly flowSeconds: number;
  /** Seconds of a flow of messages of each other size. */
  readonly otherFlowSeconds: number;
  /** Round trips: so many a second, for so many seconds. */
  readonly roundTrips: readonly Pace[];
  /** Offered load: so many messages a second, for so many seconds. */
  readonly loads: readonly Pace[];
  /** How often loads and bursts are measured. */
  readonly loadRounds: number;
  /** Messages that programs without JavaScript send. */
  readonly nativeMessages: number;
  /** How often they do it. */
  readonly nativeRounds: number;
  /** How often each way is started again, to see how long that takes. */
  readonly connects: number;
  /** Idle links of a node whose memory is measured. */
  readonly links: readonly number[];
  /** How often the memory is measured, each time with new processes. */
  readonly memoryRounds: number;
  /** Messages of the flood after which memory has to come back. */
  readonly floodMessages: number;
  /** Seconds between that flood and the look at the memory. */
  readonly floodRest: number;
  /** How often programs are started, to see how long that takes. */
  readonly starts: number;
  /** Seconds for which idle and busy nodes are watched. */
  readonly watchSeconds: number;
  /** Meshes: so many nodes, started so often. */
  readonly meshes: readonly MeshPlan[];
  /** Seconds for which each idle mesh is watched. */
  readonly meshSeconds: number;
}

/** Messages at a steady rate. */
export interface Pace {
  /** Messages a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** Nodes that are all linked with each other. */
export interface MeshPlan {
  readonly nodes: number;
  readonly rounds: number;
}

/** About 20 minutes. */
export const FULL_PLAN: Plan = {
  warmUps: 1,
  rounds: 5,
  flowSeconds: 2,
  otherFlowSeconds: 0.7,
  roundTrips: [
    { rate: 10, seconds: 2 },
    { rate: 100, seconds: 1.5 },
    { rate: 500, seconds: 1 },
    { rate: 1000, seconds: 1 },
    { rate: 5000, seconds: 0.7 },
  ],
  loads: [20_000, 50_000, 100_000, 200_000, 400_000]
    .map((rate) => ({ rate, seconds: 0.6 })),
  loadRounds: 3,
  nativeMessages: 200_000,
  nativeRounds: 3,
  connects: 5,
  links: [0, 1, 10, 50],
  memoryRounds: 3,
  floodMessages: 10_000_000,
  floodRest: 60,
  starts: 9,
  watchSeconds: 60,
  meshes: [
    { nodes: 2, rounds: 3 },
    { nodes: 5, rounds: 3 },
    { nodes: 10, rounds: 3 },
    { nodes: 20, rounds: 3 },
    { nodes: 40, rounds: 1 },
  ],
  meshSeconds: 10,
};

/** Two to three minutes: whether it works, and roughly how fast. */
export const QUICK_PLAN: Plan = {
  ...FULL_PLAN,
  warmUps: 1,
  rounds: 1,
  flowSeconds: 1,
  otherFlowSeconds: 0.3,
  roundTrips: FULL_PLAN.roundTrips.map((pace) => ({ ...pace, seconds: 0.5 })),
  loads: [50_000, 200_000].map((rate) => ({ rate, seconds: 0.3 })),
  loadRounds: 1,
  nativeMessages: 50_000,
  nativeRounds: 1,
  connects: 1,
  links: [0, 1, 10],
  memoryRounds: 1,
  floodMessages: 500_000,
  floodRest: 5,
  starts: 3,
  watchSeconds: 10,
  meshes: [{ nodes: 2, rounds: 1 }, { nodes: 5, rounds: 1 }],
  meshSeconds: 3,
};

/** About a minute: whether it works at all. */
export const TINY_PLAN: Plan = {
  ...QUICK_PLAN,
  warmUps: 0,
  flowSeconds: 0.2,
  otherFlowSeconds: 0.1,
  roundTrips: FULL_PLAN.roundTrips.map((pace) => ({ ...pace, seconds: 0.2 })),
  loads: [{ rate: 20_000, seconds: 0.1 }],
  nativeMessages: 5000,
  connects: 0,
  links: [0, 2],
  floodMessages: 10_000,
  floodRest: 0.5,
  starts: 1,
  watchSeconds: 1,
  meshes: [{ nodes: 3, rounds: 1 }],
  meshSeconds: 1,
};
