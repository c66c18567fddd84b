/** What the doctor looks at, in this order. */
export const STEPS = [
  "configuration",
  "clock",
  "policy",
  "link",
  "transports",
  "name",
  "connection",
  "banner",
  "host key",
  "our key",
  "channel",
  "hello",
  "drift",
  "ping",
] as const;

/** One of {@link STEPS}. */
export type Step = typeof STEPS[number];

/** What may keep two nodes from being linked, or does harm in another way. */
export const CAUSES = [
  /** The file has changed since the node was started, or is wrong now. */
  "configuration",
  /** A clock is wrong. */
  "clock",
  /** The connection policies allow no link. */
  "policy",
  /** No transport of the one can reach one of the other. */
  "no-transport",
  /** A name is not known, or no name server answers. */
  "name",
  /** The node answers at another port. */
  "wrong-port",
  /** The machine is there, but nobody listens. */
  "not-running",
  /** The machine is there, but something drops what is sent to the port. */
  "firewall",
  /** Nothing comes back: the machine is off, or elsewhere, or behind a wall. */
  "no-answer",
  /** No way leads there. */
  "unreachable",
  /** Tor does not run on this machine, or does not let us in. */
  "tor-down",
  /** Tor has not found its way into its network yet. */
  "tor-starting",
  /** Tor finds no such onion service, or has not published this node's. */
  "unpublished",
  /** The onion service is for others only. */
  "client-auth",
  /** A way through Tor has broken, or could not be built. */
  "circuit",
  /** What answers is not Kōzō. */
  "not-kozo",
  /** The address is another node's. */
  "wrong-address",
  /** Two nodes have each other's keys in the configuration. */
  "swapped-keys",
  /** Two machines have one key, as copied cards do. */
  "copied-key",
  /** A key that the configuration does not know. */
  "wrong-key",
  /** The node does not accept our key. */
  "key-refused",
  /** The nodes speak different versions of the protocol. */
  "version",
  /** The nodes run by different configurations. */
  "drift",
  /** The connection broke. */
  "lost",
  /** The link is there, but nobody answers over it. */
  "silent",
] as const;

/** One of {@link CAUSES}. */
export type Cause = typeof CAUSES[number];

/** What was found at one step. */
export interface Finding {
  readonly step: Step;
  /** The address that it is about, if it is about one. */
  readonly address: string | null;
  readonly verdict: "good" | "doubtful" | "bad";
  /** What was found. */
  readonly text: string;
  /** What is wrong, in one word, unless all is good. */
  readonly cause: Cause | null;
  /** What to do about it. */
  readonly advice: string | null;
  /** How long it took to find out. */
  readonly seconds: number;
}

/** A finding without what the examination adds to it. */
export type Observation =
  & Pick<Finding, "step" | "text">
  & Partial<Pick<Finding, "verdict" | "cause" | "advice">>;

/** What comes out of an examination. */
export interface Diagnosis {
  readonly node: string;
  readonly peer: string;
  /** Whether the two are linked, or could be. */
  readonly healthy: boolean;
  /** The first real cause of what is wrong, if something is. */
  readonly cause: Cause | null;
  /** The diagnosis in words. */
  readonly text: string;
}
