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
  /** Ends all that the transport has open. */
  readonly stop: () => void;
}

/** What a pair is made from. */
export interface PairOptions {
  readonly info: TransportInfo;
  /** The options of alice's and of bob's transport. */
  readonly options: readonly [object, object];
  /** The keys that are theirs. */
  readonly keys?: readonly [KeyPair, KeyPair];
  /** The public key of bob in alice's configuration. */
  readonly expectedOfBob?: string;
  /** The public key of alice in bob's configuration. */
  readonly expectedOfAlice?: string;
  readonly environment?: Environment;
  readonly log?: (text: string) => void;
}

/** Two nodes with one transport each, neither of them bound yet. */
export function makePair(options: PairOptions): { alice: Side; bob: Side } {
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

/** The clock of this machine, running `factor` times as fast. */
export function fastEnvironment(factor: number): Environment {
  return {
    ...realEnvironment,
    after: (seconds, callback) =>
      realEnvironment.after(seconds / factor, callback),
  };
}

function makeSide(
  self: "alice" | "bob",
  keys: KeyPair,
  { info, options, environment = realEnvironment, log }: PairOptions,
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
    environment,
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
