/** The machines of README.md, and the addresses that it gives them. */
export const ADDRESSES = {
  clock: "192.168.1.20",
  scribe: "192.168.1.21",
} as const;

/** One of {@link ADDRESSES}. */
export type MachineName = keyof typeof ADDRESSES;

/** A command of README.md, and where it is typed. */
export interface GuideCommand {
  readonly on: MachineName;
  readonly command: string;
  /** It starts a node, which goes on until it is stopped. */
  readonly isNode?: true;
  /** What it prints on the way to two nodes that are linked. */
  readonly prints?: RegExp;
}

/** Starts the node of `scribe`. */
export const RUN_SCRIBE = "deno task kozo run config.yml scribe";

/** The way from an empty folder to two nodes, in turn. */
export const FIRST_NETWORK: readonly GuideCommand[] = [
  {
    on: "clock",
    command: "deno task kozo init --name clock --address 192.168.1.20",
    prints: /^Wrote config\.yml: a network of one node, "clock"$/m,
  },
  {
    on: "clock",
    command:
      "deno task kozo node add scribe --address 192.168.1.21 --role cuckoo",
    prints: /^ {2}scp config\.yml scribe\.key 192\.168\.1\.21:kozo\/$/m,
  },
  { on: "clock", command: "deno task kozo check config.yml" },
  {
    on: "clock",
    command: "scp config.yml scribe.key 192.168.1.21:kozo/",
  },
  { on: "clock", command: "rm scribe.key" },
  { on: "scribe", command: "deno task kozo check config.yml --node scribe" },
  {
    on: "scribe",
    command: RUN_SCRIBE,
    isNode: true,
    prints: /INF node: "scribe" is running$/m,
  },
  {
    on: "clock",
    command: "deno task kozo run config.yml clock",
    isNode: true,
    prints: /INF link: Linked with "scribe"/,
  },
  {
    on: "clock",
    command: "deno task kozo status",
    prints: /^● scribe +linked /m,
  },
  {
    on: "clock",
    command: "deno task kozo doctor scribe",
    prints: /^"clock" and "scribe" are linked$/m,
  },
];

/** A node that says more, and to programs. */
export const RUN_TALKATIVE =
  "deno task kozo run config.yml clock --log-level debug --log-format json";
