import assert from "node:assert/strict";
import { Encoder } from "@msgpack/msgpack";
import type { Frame, HelloFrame, StartFrame } from "../../core/wire/codec.ts";
import { eventually } from "../support/eventually.ts";
import { HostilePeer } from "../support/hostile-peer.ts";
import { type Block, Network } from "../support/network.ts";
import { residentSize } from "../support/process-figures.ts";
import type { Program } from "../support/program.ts";
import { withHeader } from "../support/with-header.ts";

const SCRIPT = new URL("kozo.ts", import.meta.url).pathname;

const MIB = 1024 * 1024;

const HELLO: HelloFrame = {
  kind: "hello",
  version: "0.0.0",
  node: "mallory",
  instance: "one",
  fingerprint: "0123456789abcdef",
  heartbeat: 10,
};

const START: StartFrame = { kind: "start", number: 1, after: 0 };

/** An event that nobody can object to, but for what is given. */
function event(differences: Partial<Frame> = {}): Frame {
  return {
    kind: "event",
    sender: "mallory",
    role: "counter",
    time: 0,
    type: "count",
    channel: undefined,
    data: Uint8Array.of(1),
    ...differences,
  } as Frame;
}

/** A topic that nobody can object to, but for what is given. */
function topic(differences: Partial<Frame> = {}): Frame {
  return {
    kind: "topic",
    number: 0,
    of: "event",
    sender: "mallory",
    role: "counter",
    type: "count",
    channel: undefined,
    ...differences,
  } as Frame;
}

function brief(topic: number): Frame {
  return { kind: "brief", topic, time: 0, data: Uint8Array.of(1) };
}

/** A value in 10 000 arrays. */
function nested(): Uint8Array {
  return new Uint8Array(10_000).fill(0x91).with(-1, 0xc0);
}

function frameOf(...fields: readonly unknown[]): Uint8Array {
  return withHeader(new Encoder().encode(fields));
}

/** What a peer says, and why the link is closed. */
const SINS: readonly [
  what: string,
  words: readonly (Frame | Uint8Array)[],
  why: string,
][] = [
  [
    "a frame that claims 4 GiB",
    [HELLO, START, Uint8Array.of(255, 255, 255, 255, 1)],
    "a frame claims 4294967295 bytes, more than the 1048576 allowed",
  ],
  [
    "data that is nested 10 000 deep",
    [HELLO, START, event({ data: nested() })],
    "the value is nested deeper than 32",
  ],
  [
    "a frame that is nested 10 000 deep",
    [HELLO, START, withHeader(nested())],
    'the field "kind" of a frame is not a finite number',
  ],
  [
    "a message in another node's name",
    [HELLO, START, event({ sender: "alice" })],
    'it sent a message in the name of "alice"',
  ],
  [
    "a topic in another node's name",
    [HELLO, START, topic({ sender: "alice" }), brief(0)],
    'it sent a message in the name of "alice"',
  ],
  [
    "a message on a topic that it has not told",
    [HELLO, START, topic(), brief(1)],
    "topic 1 was not told",
  ],
  [
    "more topics than a node may have",
    [
      HELLO,
      START,
      ...Array.from({ length: 257 }, (_, number) => topic({ number })),
    ],
    "there are more than 256 topics",
  ],
  [
    "a message on a topic before start",
    [HELLO, topic(), brief(0)],
    'a frame "brief" does not belong here',
  ],
  [
    "a message before start",
    [HELLO, event()],
    'a frame "event" does not belong here',
  ],
  ["a message before hello", [event()], "the hello is missing"],
  [
    "a second hello of another program",
    [HELLO, START, { ...HELLO, instance: "two" }],
    "the hello is another program's",
  ],
  [
    "a second start",
    [HELLO, START, { ...START, number: 2 }],
    'a frame "start" does not belong here',
  ],
  [
    "a frame of an unknown kind",
    [HELLO, START, frameOf(99)],
    "99 is no kind of frame",
  ],
];

/** Alice counts for bob, who knows mallory too. */
async function startPair(network: Network): Promise<Program> {
  network.start("alice", { script: SCRIPT });
  const bob = network.start("bob", { script: SCRIPT });
  await bob.waitFor("Counted ");
  return bob;
}

function makeNetwork(options: Block = {}): Promise<Network> {
  return Network.make({
    alice: { roles: { counter: { period: 0.05 } } },
    bob: { roles: { tally: { sender: "alice" } } },
    // Nobody can dial her.
    mallory: { transports: {} },
  }, options);
}

/** Checks that bob misses nothing of what alice says, and can be stopped. */
async function assertLivesOn(bob: Program): Promise<void> {
  const from = bob.output.length;
  await bob.waitFor(/(?:Counted[^]*){5}/, { from });
  assert.doesNotMatch(bob.output, /Gap: /);
  assert.doesNotMatch(bob.output, /Link with "alice" ended/);
  assert.equal(await bob.stop(), 0, bob.output);
}

Deno.test("a peer that breaks the protocol is told so and put out, and its node lives on", async (t) => {
  await using network = await makeNetwork();
  const bob = await startPair(network);
  for (const [what, words, why] of SINS) {
    await t.step(what, async () => {
      const from = bob.output.length;
      await using mallory = await HostilePeer.connect(
        network,
        "mallory",
        "bob",
      );
      mallory.say(...words);
      await mallory.out();
      const bye = { kind: "bye", reason: "protocol" };
      assert.deepEqual(mallory.heard.at(-1), bye);
      await bob.waitFor(`: protocol: ${why}\n`, { from });
    });
  }
  await assertLivesOn(bob);
});

Deno.test("a peer that pushes 64 MB at a node which does not read now is put out, and its node lives on", async () => {
  await using network = await makeNetwork({ heartbeat: 2 });
  const bob = await startPair(network);
  await using former = await HostilePeer.connect(network, "mallory", "bob");
  former.say(HELLO, START);
  await bob.waitFor('Linked with "mallory"');
  await using mallory = await HostilePeer.connect(network, "mallory", "bob");
  const from = bob.output.length;
  const before = await residentSize(bob.pid);
  // Nothing of this link is read before the former one has said good-bye.
  mallory.say(HELLO, { kind: "start", number: 2, after: 1 });
  mallory.ignoreWindow();
  const most = await push(mallory, 64 * MIB, bob);
  await mallory.out();
  assert.ok(most < before + 48, `${before} -> ${most} MiB`);
  await bob.waitFor(": protocol: the peer ignores the window\n", { from });
  await assertLivesOn(bob);
});

Deno.test("a peer that makes link after link, and ends none, keeps eight at most", async () => {
  await using network = await makeNetwork();
  const bob = await startPair(network);
  await using links = new AsyncDisposableStack();
  const peers: HostilePeer[] = [];
  for (let number = 1; number <= 20; number++) {
    const peer = await HostilePeer.connect(network, "mallory", "bob");
    peers.push(links.use(peer));
    peer.say(HELLO, { kind: "start", number, after: number - 1 });
  }
  const left = () => peers.filter((peer) => !peer.isOut);
  await eventually(
    () => left().length <= 8,
    () => `${left().length} are left:\n${bob.output}`,
  );
  // The newest is the one in use.
  assert.equal(left().at(-1), peers.at(-1));
  await assertLivesOn(bob);
});

/** Pushes bytes until it is put out, and tells how many MiB bob has needed. */
async function push(mallory: HostilePeer, size: number, bob: Program) {
  // ssh2 drops what comes when the window is 0 sharp: this steps over it.
  const chunk = new Uint8Array(250_000);
  let most = 0;
  for (let sent = 0; sent < size && !mallory.isOut; sent += chunk.length) {
    mallory.say(chunk);
    await new Promise((resolve) => setTimeout(resolve, 5));
    most = Math.max(most, await residentSize(bob.pid));
  }
  return most;
}
