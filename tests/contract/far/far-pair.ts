import assert from "node:assert/strict";
import { Channel, type Node, Transport } from "kozo";
import {
  makePair,
  type Pair,
  type PairOptions,
  type Side,
} from "../../../core/contract/transport-pair.ts";
import { generateKeyPair } from "../../../core/ssh/keys.ts";
import type { Accepted, FarSide, FarTerms } from "./far-side.ts";
import type { Exchange } from "./respond.ts";
import { RemoteFarSide } from "./remote-far-side.ts";

/**
 * A pair of which bob lives in another process, maybe of another machine: the
 * one that runs `program.ts` and listens at `place`. To the checks he looks as
 * if he were here.
 */
export function makeFarPair(
  place: Deno.ConnectOptions,
  { info, log, ...plain }: Omit<PairOptions, "environment">,
): Pair {
  const keys = plain.keys ?? [generateKeyPair(), generateKeyPair()] as const;
  const terms: FarTerms = { ...plain, keys };
  const { alice, bob } = makePair({ ...terms, info, ...log && { log } });
  const far = new RemoteFarSide(place);
  return {
    alice,
    bob: {
      transport: new FarTransport(bob, far, terms),
      other: bob.other,
      stop: () => far.stop(),
    },
  };
}

/** Bob's transport as he has it, but what it does is done elsewhere. */
class FarTransport extends Transport {
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #far: FarSide;
  readonly #terms: FarTerms;

  /** @param twin what bob would be here */
  constructor({ transport, other }: Side, far: FarSide, terms: FarTerms) {
    const { name, node, config } = transport;
    super({ name, node, config });
    this.#nodes = new Map(
      [node, other.node].map((node) => [node.name, node]),
    );
    this.#far = far;
    this.#terms = terms;
  }

  override init(): Promise<void> {
    return this.#far.begin(this.#terms);
  }

  override localInit(): Promise<void> {
    return this.#far.localInit();
  }

  override bind(): Promise<void> {
    return this.#far.bind();
  }

  override async accept(signal: AbortSignal): Promise<Channel> {
    const accepted = await this.#far.accept(signal);
    const { from, to } = accepted;
    return new FarChannel(
      this.#node(from),
      this.#node(to),
      this.#far,
      accepted,
    );
  }

  override connect(): Promise<Channel> {
    return Promise.reject(new TypeError("bob never dials"));
  }

  #node(name: string): Node {
    const node = this.#nodes.get(name);
    assert.ok(node !== undefined, `nobody is called "${name}"`);
    return node;
  }
}

/** A channel of bob's. */
export class FarChannel extends Channel {
  readonly #far: FarSide;
  readonly #number: number;
  readonly #wasAlive: boolean;

  constructor(
    fromNode: Node,
    toNode: Node,
    far: FarSide,
    { channel, isAlive }: Accepted,
  ) {
    super(fromNode, toNode);
    this.#far = far;
    this.#number = channel;
    this.#wasAlive = isAlive;
  }

  /** Until it is closed here, what it was when it was accepted. */
  override get isAlive(): boolean {
    return super.isAlive && this.#wasAlive;
  }

  override send(bytes: Uint8Array): Promise<void> {
    return this.#far.send(this.#number, bytes);
  }

  override receive(): Promise<Uint8Array | undefined> {
    return this.#far.receive(this.#number);
  }

  /** Does the far end's part of it, over there. */
  respond(exchange: Exchange): Promise<void> {
    return this.#far.respond(this.#number, exchange);
  }

  protected override disconnect(): Promise<void> {
    return this.#far.close(this.#number);
  }
}
