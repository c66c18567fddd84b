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
}

/** The way from an empty folder to two nodes, in turn. */
export const FIRST_NETWORK: readonly GuideCommand[] = [
  {
    on: "clock",
    command: "deno task kozo init --name clock --address 192.168.1.20",
  },
  {
    on: "clock",
    command:
      "deno task kozo node add scribe --address 192.168.1.21 --role cuckoo",
  },
  { on: "clock", command: "deno task kozo check config.yml" },
  { on: "clock", command: "rm scribe.key" },
  { on: "scribe", command: "deno task kozo check config.yml --node scribe" },
  { on: "clock", command: "deno task kozo run config.yml clock" },
  { on: "scribe", command: "deno task kozo run config.yml scribe" },
];

/** A node that says more, and to programs. */
export const RUN_TALKATIVE =
  "deno task kozo run config.yml clock --log-level debug --log-format json";
