import { DEFAULT_SETTINGS } from "../config/settings.ts";
import { type Environment, realEnvironment } from "../environment.ts";
import { Node } from "../model/node.ts";
import { System } from "../model/system.ts";
import type { Transport } from "../model/transport.ts";
import type { TransportInfo } from "../modules/info.ts";
import { generateKeyPair, type KeyPair } from "../ssh/keys.ts";

/** One node of a pair as itself sees it, with its own transport. */
export interface Side {
  readonly transport: Transport;
  /** The transport of the other node, which this one can connect to. */
  readonly other: Transport;
  /** Ends all that the transport has open. In another process that takes time. */
  readonly stop: () => void | Promise<void>;
}

/** Two nodes with one transport each, of which alice dials and bob listens. */
export interface Pair {
  readonly alice: Side;
  readonly bob: Side;
}

/** What a pair is made from: plain data, for bob may be in another process. */
export interface PairTerms {
  /** The options of alice's and of bob's transport. */
  readonly options: readonly [object, object];
  /** The keys that are theirs. */
  readonly keys?: readonly [KeyPair, KeyPair];
  /** The public key of bob in alice's configuration. */
  readonly expectedOfBob?: string;
  /** The public key of alice in bob's configuration. */
  readonly expectedOfAlice?: string;
  /** How many times as fast as here the nodes' clocks run. Default: 1. */
  readonly speed?: number;
}

/** What a pair of this process is made from. */
export interface PairOptions extends PairTerms {
  readonly info: TransportInfo;
  /** Default: this machine's, at {@link PairTerms.speed}. */
  readonly environment?: Environment;
  readonly log?: (text: string) => void;
}

/** Two nodes with one transport each, neither of them bound yet. */
export function makePair(options: PairOptions): Pair {
  const [a, b] = options.keys ?? [generateKeyPair(), generateKeyPair()];
  return {
    alice: makeSide("alice", a, options, {
      alice: a.publicKey,
      bob: options.expectedOfBob ?? b.publicKey,
    }),
    bob: makeSide("bob", b, options, {
      alice: options.expectedOfAlice ?? a.publicKey,
      bob: b.publicKey,
    }),
  };
}

/** Parts of each time that a fast clock waits for. */
const PARTS = 10;

/**
 * The clock of this machine, running `factor` times as fast. Each time that it
 * waits for has several parts: while this process has no turn one of them is
 * late, and what has come meanwhile is looked at before the next. So no time
 * limit runs out only because it is short.
 */
export function fastEnvironment(factor: number): Environment {
  const after: Environment["after"] = (seconds, callback) => {
    const part = seconds / factor / PARTS;
    let left = PARTS;
    let cancel = () => {};
    const wait = () => {
      cancel = realEnvironment.after(part, --left > 0 ? wait : callback);
    };
    wait();
    return () => cancel();
  };
  return { ...realEnvironment, after };
}

function makeSide(
  self: "alice" | "bob",
  keys: KeyPair,
  { info, options, speed = 1, environment, log }: PairOptions,
  publicKeys: { readonly alice: string; readonly bob: string },
): Side {
  const life = new AbortController();
  const node = (name: "alice" | "bob") =>
    new Node({
      name,
      isSelf: name === self,
      publicKey: publicKeys[name],
      settings: DEFAULT_SETTINGS,
      selfToOthersConnectPolicy: "constant",
      othersToSelfConnectPolicy: "constant",
    });
  const nodes = { alice: node("alice"), bob: node("bob") };
  const system = new System(
    new Map(Object.entries(nodes)),
    nodes[self],
    "0123456789abcdef",
  );
  const host = {
    system,
    environment: environment ?? fastEnvironment(speed),
    signal: life.signal,
    privateKey: keys.privateKey,
    log: (_level: string, text: string) => log?.(text),
  };
  const make = (name: "alice" | "bob", config: object) =>
    new info.class({
      name: "transport",
      node: nodes[name],
      config,
      ...(name === self ? { host } : {}),
    });
  const transports = {
    alice: make("alice", options[0]),
    bob: make("bob", options[1]),
  };
  return {
    transport: transports[self],
    other: transports[self === "alice" ? "bob" : "alice"],
    stop: () => life.abort(),
  };
}
