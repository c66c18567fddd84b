import assert from "node:assert/strict";
import {
  Channel,
  LinkError,
  LinkReason,
  type Node,
  Priority,
  Transport,
} from "kozo";
import { bestPriority, dial, transportPairs } from "../../core/link/dialler.ts";
import { makeNode } from "../support/system.ts";

const { signal } = new AbortController();

interface WayConfig {
  readonly priority?: Priority;
  readonly accepts?: boolean;
  connect?(signal: AbortSignal): Promise<Channel>;
}

/** A transport that does as its options say. */
class Way extends Transport<WayConfig> {
  override getPriority(): Priority {
    return this.config.priority ?? Priority.MEH;
  }

  override canAccept(): boolean {
    return this.config.accepts ?? true;
  }

  override accept(): Promise<Channel> {
    throw new Error("Nobody comes");
  }

  override connect(_other: Transport, signal: AbortSignal): Promise<Channel> {
    return this.config.connect?.(signal) ??
      Promise.reject(new LinkError(LinkReason.Refused, `no way ${this}`));
  }
}

class Air extends Way {}

class Rail extends Way {}

class Nothing extends Channel {
  override send(): Promise<void> {
    return Promise.resolve();
  }
  override receive(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
  protected override disconnect(): Promise<void> {
    return Promise.resolve();
  }
}

type WayClass = typeof Air | typeof Rail;

/** A node with transports of the given kinds. */
function nodeWith(
  name: string,
  ways: Readonly<Record<string, readonly [WayClass, WayConfig]>>,
): Node {
  const node = makeNode(name, { isSelf: name === "alice" });
  for (const [name, [Way, config]] of Object.entries(ways)) {
    node.transports.set(name, new Way({ name, node, config }));
  }
  return node;
}

function pairNames(from: Node, to: Node): string[] {
  return transportPairs(from, to).map(({ own, other }) => `${own} ${other}`);
}

Deno.test("transportPairs() pairs those that can connect and be connected to", () => {
  const alice = nodeWith("alice", {
    plane: [Air, {}],
    train: [Rail, { accepts: false }],
  });
  const bob = nodeWith("bob", {
    train: [Rail, {}],
    plane: [Air, { accepts: false }],
    jet: [Air, {}],
  });
  assert.deepEqual(pairNames(alice, bob), [
    "plane@alice jet@bob",
    "train@alice train@bob",
  ]);
  assert.deepEqual(pairNames(bob, alice), [
    "plane@bob plane@alice",
    "jet@bob plane@alice",
  ]);
});

Deno.test("transportPairs() sorts by the worse half of each pair", () => {
  const alice = nodeWith("alice", {
    bad: [Air, { priority: Priority.BAD }],
    best: [Air, { priority: Priority.BEST }],
    train: [Rail, { priority: Priority.GOOD }],
  });
  const bob = nodeWith("bob", {
    meh: [Air, { priority: Priority.MEH }],
    worst: [Air, { priority: Priority.WORST }],
    train: [Rail, { priority: Priority.BEST }],
  });
  assert.deepEqual(pairNames(alice, bob), [
    "train@alice train@bob",
    "best@alice meh@bob",
    "bad@alice meh@bob",
    "bad@alice worst@bob",
    "best@alice worst@bob",
  ]);
});

Deno.test("dial() gives the channel of the first pair that works", async () => {
  const tried: string[] = [];
  const bob = nodeWith("bob", { plane: [Air, {}], train: [Rail, {}] });
  const channel = new Nothing(bob, bob);
  const alice = nodeWith("alice", {
    plane: [Air, {
      priority: Priority.BEST,
      connect: () => {
        tried.push("plane");
        return Promise.reject(new Error("fog"));
      },
    }],
    train: [Rail, {
      connect: () => {
        tried.push("train");
        return Promise.resolve(channel);
      },
    }],
  });
  const route = await dial(alice, bob, signal);
  assert.equal(route.channel, channel);
  assert.equal(route.transport, alice.transports.get("train"));
  assert.deepEqual(tried, ["plane", "train"]);
});

Deno.test("dial() tries only pairs of a higher priority than it was given", async () => {
  const tried: string[] = [];
  const way = (name: string, priority: Priority): WayConfig => ({
    priority,
    connect: () => {
      tried.push(name);
      return Promise.reject(new Error("fog"));
    },
  });
  const best = { priority: Priority.BEST };
  const bob = nodeWith("bob", { plane: [Air, best], train: [Rail, best] });
  const alice = nodeWith("alice", {
    plane: [Air, way("plane", Priority.GOOD)],
    train: [Rail, way("train", Priority.MEH)],
  });
  await assert.rejects(dial(alice, bob, signal, Priority.MEH));
  assert.deepEqual(tried, ["plane"]);
  await assert.rejects(dial(alice, bob, signal, Priority.GOOD), {
    reason: LinkReason.NoTransport,
  });
  assert.deepEqual(tried, ["plane"]);
});

Deno.test("bestPriority() is that of the best pair, if there is one", () => {
  const alice = nodeWith("alice", {
    plane: [Air, { priority: Priority.BAD }],
    train: [Rail, { priority: Priority.BEST }],
  });
  const bob = nodeWith("bob", {
    plane: [Air, { priority: Priority.BEST }],
    train: [Rail, { priority: Priority.GOOD }],
  });
  assert.equal(bestPriority(alice, bob), Priority.GOOD);
  assert.equal(bestPriority(alice, nodeWith("carol", {})), -Infinity);
});

Deno.test("dial() tells what became of every pair", async () => {
  const bob = nodeWith("bob", { plane: [Air, {}], train: [Rail, {}] });
  const alice = nodeWith("alice", {
    plane: [Air, { connect: () => Promise.reject(new Error("fog")) }],
    train: [Rail, {}],
  });
  await assert.rejects(dial(alice, bob, signal), {
    name: "LinkError",
    reason: LinkReason.Lost,
    message: "Cannot connect to plane@bob: fog; no way train@alice",
  });
});

Deno.test("dial() says so when two nodes have no transport in common", async () => {
  const alice = nodeWith("alice", { plane: [Air, {}] });
  const bob = nodeWith("bob", { train: [Rail, {}] });
  await assert.rejects(dial(alice, bob, signal), {
    reason: LinkReason.NoTransport,
    message: '"alice" has no transport that can reach "bob"',
  });
});

Deno.test("dial() tries no other pair when it is aborted", async () => {
  const abort = new AbortController();
  const reason = new Error("enough");
  let tries = 0;
  const connect = (signal: AbortSignal) => {
    tries++;
    abort.abort(reason);
    return Promise.reject(signal.reason);
  };
  const bob = nodeWith("bob", { plane: [Air, {}], train: [Rail, {}] });
  const alice = nodeWith("alice", {
    plane: [Air, { connect }],
    train: [Rail, { connect }],
  });
  await assert.rejects(dial(alice, bob, abort.signal), reason);
  assert.equal(tries, 1);
});
