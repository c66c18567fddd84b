import assert from "node:assert/strict";
import { type LogLevel, System } from "kozo";
import { Peer } from "../../core/link/peer.ts";
import { PROTOCOL_VERSION } from "../../core/version.ts";
import {
  encodeFrame,
  type Frame,
  type HelloFrame,
  writeFrame,
} from "../../core/wire/codec.ts";
import { Topics } from "../../core/wire/topics.ts";
import { encodeValue } from "../../core/wire/value.ts";
import { ScriptedChannel } from "../support/scripted-channel.ts";
import { makeNode } from "../support/system.ts";
import { transportInfo } from "../support/memory-transport.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const HELLO: HelloFrame = {
  kind: "hello",
  version: "0.1.0",
  node: "bob",
  instance: "b0b",
  fingerprint: "feedfeedfeedfeed",
  heartbeat: 10,
};

const START: Frame = { kind: "start", number: 1, after: 0 };

function event(sender: string, type = "ring"): Frame {
  const data = encodeValue({});
  return {
    kind: "event",
    sender,
    role: "bell",
    time: 1,
    type,
    channel: undefined,
    data,
  };
}

/** A peer called bob whose part the test plays. */
class Scene implements AsyncDisposable {
  readonly environment = new VirtualEnvironment();
  readonly lines: [LogLevel, string][] = [];
  readonly received: Frame[] = [];
  readonly peer: Peer;
  readonly channel: ScriptedChannel;
  readonly #life = new AbortController();
  readonly #running: Promise<void>;

  constructor(fingerprint = "feedfeedfeedfeed", patience?: number) {
    const ada = makeNode("ada", { isSelf: true });
    const bob = makeNode("bob");
    const nodes = new Map([["ada", ada], ["bob", bob]]);
    this.peer = new Peer({
      system: new System(nodes, ada, fingerprint),
      node: bob,
      environment: this.environment,
      instance: "ada",
      topics: new Topics(),
      log: (level, text) => this.lines.push([level, text]),
      receive: (frame) => this.received.push(frame),
      drop: () => {},
    });
    this.channel = this.attach(patience);
    this.#running = this.peer.run(this.#life.signal);
  }

  /** One more channel between the two. */
  attach(patience?: number): ScriptedChannel {
    const { system } = this.#nodes();
    const channel = new ScriptedChannel(system.bob, system.ada, patience);
    const transport = new transportInfo.class({
      name: "memory",
      node: system.ada,
      config: { medium: new Map(), address: "ada" },
    });
    this.peer.attach({ channel, transport });
    return channel;
  }

  /** Bob says something, and ada has her turn. */
  async say(...frames: readonly Frame[]): Promise<void> {
    this.channel.say(...frames);
    await this.environment.settle();
  }

  /** The kinds of frame that ada has sent, a bye with its reason. */
  get answers(): string[] {
    return this.channel.sent.map((frame) =>
      frame.kind === "bye" ? `bye ${frame.reason}` : frame.kind
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort();
    await this.environment.advance(2);
    await this.#running;
  }

  #nodes() {
    return {
      system: { ada: makeNode("ada", { isSelf: true }), bob: this.peer.node },
    };
  }
}

Deno.test("a link begins with a hello each way, then the starts", async () => {
  await using scene = new Scene();
  await scene.environment.settle();
  assert.deepEqual(scene.answers, ["hello"]);
  assert.equal(scene.peer.route, undefined);
  await scene.say(HELLO);
  assert.deepEqual(scene.answers, ["hello", "start"]);
  await scene.say(START, event("bob"));
  assert.equal(scene.received.length, 1);
  assert.ok(scene.peer.route !== undefined);
});

Deno.test("guarantee 3: a message in another node's name ends the link, and nobody gets it", async () => {
  await using scene = new Scene();
  await scene.say(HELLO, START, event("bob"), event("eve"), event("bob"));
  assert.equal(scene.received.length, 1);
  assert.deepEqual(scene.answers, ["hello", "start", "bye protocol"]);
  assert.equal(scene.peer.closings[0]?.reason, "protocol");
  assert.match(scene.peer.closings[0]?.message ?? "", /in the name of "eve"/);
});

const BROKEN: readonly [string, readonly Frame[]][] = [
  ["a message before the hello", [event("bob")]],
  ["a message before the start", [HELLO, event("bob")]],
  ["a second hello of another program", [
    HELLO,
    { ...HELLO, instance: "b0b2" },
  ]],
  ["a second hello of another node", [HELLO, { ...HELLO, node: "eve" }]],
  ["a second start", [HELLO, START, START]],
];

for (const [name, frames] of BROKEN) {
  Deno.test(`${name} ends the link with the reason "protocol"`, async () => {
    await using scene = new Scene();
    await scene.say(...frames);
    assert.deepEqual(scene.received, []);
    assert.equal(scene.peer.closings[0]?.reason, "protocol");
  });
}

Deno.test("a link survives as much silence as its channel does", async () => {
  for (const patience of [undefined, 100]) {
    await using scene = new Scene(undefined, patience);
    await scene.say(HELLO);
    await scene.environment.advance(90);
    assert.equal(scene.channel.isAlive, patience === 100);
  }
});

Deno.test("a message after the bye is heard by nobody", async () => {
  await using scene = new Scene();
  const bye: Frame = { kind: "bye", reason: "replaced" };
  await scene.say(HELLO, START, bye, event("bob"));
  assert.deepEqual(scene.received, []);
  assert.equal(scene.peer.closings[0]?.reason, "replaced");
});

Deno.test("bytes that are no frame end the link with the reason protocol", async () => {
  for (
    const bytes of [
      new Uint8Array([0xff, 0xff, 0xff, 0xff, 1]),
      new Uint8Array([0, 0, 0, 0]),
      new Uint8Array([0, 0, 0, 1, 0xc1]),
      new Uint8Array([0, 0, 0, 2, 0x91, 0x63]),
    ]
  ) {
    await using scene = new Scene();
    scene.channel.sayBytes(encodeFrame(HELLO));
    scene.channel.sayBytes(bytes);
    await scene.environment.settle();
    assert.equal(scene.peer.closings[0]?.reason, "protocol", `${bytes}`);
    assert.ok(scene.answers.includes("bye protocol"));
  }
});

for (
  const [protocol, older] of [
    [PROTOCOL_VERSION + 1, "this node"],
    [PROTOCOL_VERSION - 1, "the other one"],
  ] as const
) {
  Deno.test(`a peer that speaks version ${protocol} is told so, and the log says to update Kōzō on ${older}`, async () => {
    await using scene = new Scene();
    await scene.say({ kind: "foreign-hello", protocol });
    assert.deepEqual(scene.answers, ["hello", "bye version"]);
    const [level, text] = scene.lines[0] ?? [];
    assert.equal(level, "warning");
    assert.match(
      text ?? "",
      new RegExp(
        `it speaks version ${protocol} of the protocol, this node version ` +
          `${PROTOCOL_VERSION}: update Kōzō on ${older}`,
      ),
    );
  });
}

Deno.test("another configuration is named once, whatever the number of links", async () => {
  await using scene = new Scene("0000000000000000");
  await scene.say(HELLO);
  scene.attach().say(HELLO);
  await scene.environment.settle();
  const named = scene.lines.filter(([, text]) =>
    text.includes("runs another configuration")
  );
  assert.equal(named.length, 1);
  assert.match(named[0]?.[1] ?? "", /feedfeedfeedfeed.*0000000000000000/);
});

Deno.test("a bye of an unknown reason ends the link, with nothing strange in the log", async () => {
  await using scene = new Scene();
  await scene.say(HELLO, START, { kind: "bye", reason: "toString\u001b[2J" });
  assert.equal(scene.peer.closings[0]?.reason, "lost");
  assert.ok(scene.lines.every(([, text]) => !text.includes("\u001b")));
});

Deno.test("a node that stops sends what waits, then bye", async () => {
  const scene = new Scene();
  await scene.say(HELLO, START);
  scene.peer.enqueue(writeFrame(event("ada", "last words")));
  await scene[Symbol.asyncDispose]();
  assert.deepEqual(scene.answers, ["hello", "start", "event", "bye shutdown"]);
});

Deno.test("guarantee 1: a new link is read when the one before it is at its end", async () => {
  await using scene = new Scene();
  await scene.say(HELLO, START, event("bob", "1"));
  const next = scene.attach();
  next.say(HELLO, { kind: "start", number: 2, after: 1 }, event("bob", "3"));
  await scene.environment.settle();
  assert.equal(scene.received.length, 1);
  await scene.say(event("bob", "2"), { kind: "bye", reason: "replaced" });
  const types = scene.received.map((frame) =>
    frame.kind === "event" ? frame.type : frame.kind
  );
  assert.deepEqual(types, ["1", "2", "3"]);
});

Deno.test("a peer that was started anew replaces its former self at once", async () => {
  await using scene = new Scene();
  await scene.say(HELLO, START);
  const next = scene.attach();
  next.say({ ...HELLO, instance: "b0b2" }, START, event("bob"));
  await scene.environment.settle();
  assert.equal(scene.received.length, 1);
  assert.equal(scene.peer.closings[0]?.reason, "replaced");
  assert.equal(scene.peer.route?.channel, next);
});

Deno.test("a link that both nodes give up at once still says bye, so that neither takes it for lost", async () => {
  await using scene = new Scene();
  await scene.say(HELLO, START);
  scene.channel.stall();
  scene.peer.enqueue(writeFrame(event("ada")));
  await scene.environment.settle();
  scene.attach().say(HELLO);
  await scene.say({ kind: "bye", reason: "replaced" });
  scene.channel.flow();
  await scene.environment.settle();
  assert.deepEqual(scene.answers, ["hello", "start", "event", "bye replaced"]);
});

for (const isFirst of [true, false]) {
  const when = isFirst ? "before" : "after";
  Deno.test(`a dial that the peer calls off ${when} the other link is in use is no link that has ended`, async () => {
    await using scene = new Scene();
    const calledOff = scene.attach();
    if (isFirst) await calledOff.close();
    await scene.say(HELLO, START);
    if (!isFirst) await calledOff.close();
    await scene.environment.settle();
    assert.deepEqual(scene.peer.closings, []);
    assert.equal(scene.peer.route?.channel, scene.channel);
  });
}

Deno.test("a link that was lost before the hello has ended, when it was the only one", async () => {
  await using scene = new Scene();
  await scene.channel.close();
  await scene.environment.settle();
  assert.deepEqual(scene.peer.closings.map(({ reason }) => reason), ["lost"]);
});

Deno.test("a ping is answered at once, also before the hello, with this node's time", async () => {
  await using scene = new Scene();
  await scene.say({ kind: "ping", number: 7 });
  await scene.say(HELLO, { kind: "ping", number: 8 });
  const time = scene.environment.now();
  assert.deepEqual(
    scene.channel.sent.filter(({ kind }) => kind === "pong"),
    [7, 8].map((number) => ({ kind: "pong", number, time })),
  );
});

Deno.test("guarantee 5: a peer that asks and asks, and reads nothing, gets a few answers", async () => {
  await using scene = new Scene();
  await scene.say(HELLO);
  scene.channel.stall();
  const pings = Array.from({ length: 1000 }, (_, number): Frame => {
    return { kind: "ping", number };
  });
  await scene.say(...pings);
  scene.channel.flow();
  await scene.environment.settle();
  const pongs = scene.channel.sent.filter(({ kind }) => kind === "pong");
  assert.ok(pongs.length > 0 && pongs.length < 40, `${pongs.length}`);
});

Deno.test("a peer's ping tells the round trip, and how far its clock is ahead", async () => {
  await using scene = new Scene();
  await scene.say(HELLO, START);
  const { signal } = new AbortController();
  const asked = scene.peer.ping(signal);
  await scene.environment.advance(0.5);
  const ping = scene.channel.sent.find((frame) => frame.kind === "ping");
  assert.ok(ping !== undefined);
  const { number } = ping;
  // An answer to a question that nobody has asked means nothing.
  await scene.say({ kind: "pong", number: number + 1, time: 0 });
  const time = scene.environment.now() + 60 - 0.25;
  await scene.say({ kind: "pong", number, time });
  assert.deepEqual(await asked, { roundTrip: 0.5, clockSkew: 60 });
});

Deno.test("a ping ends with its link, and says why without one", async () => {
  await using scene = new Scene();
  const { signal } = new AbortController();
  await assert.rejects(scene.peer.ping(signal), /"bob" is not linked/);
  await scene.say(HELLO, START);
  const asked = scene.peer.ping(signal);
  const refused = assert.rejects(asked, { reason: "shutdown" });
  await scene.say({ kind: "bye", reason: "shutdown" });
  await refused;
});

Deno.test("messages and bytes are counted, both ways", async () => {
  await using scene = new Scene();
  await scene.say(HELLO, START, event("bob"), event("bob"));
  const before = scene.peer.traffic.sent.bytes;
  scene.peer.enqueue(writeFrame(event("ada")));
  await scene.environment.settle();
  const { sent, received } = scene.peer.traffic;
  assert.deepEqual([sent.messages, received.messages], [1, 2]);
  assert.equal(sent.bytes - before, encodeFrame(event("ada")).length);
  const said = [HELLO, START, event("bob"), event("bob")];
  const length = said.map((frame) => encodeFrame(frame).length);
  assert.equal(received.bytes, length.reduce((sum, one) => sum + one));
});

Deno.test("two programs that run as one peer are noticed, one that was started anew is not", async () => {
  await using scene = new Scene();
  const warnings = () =>
    scene.lines.filter(([, text]) => text.includes("Two programs run"));
  await scene.say(HELLO, START);
  for (const instance of ["2", "3"]) {
    scene.attach().say({ ...HELLO, instance }, START);
    await scene.environment.settle();
  }
  assert.equal(scene.peer.isTwofold, false);
  for (const instance of ["b0b", "3", "b0b"]) {
    scene.attach().say({ ...HELLO, instance }, START);
    await scene.environment.settle();
  }
  assert.equal(scene.peer.isTwofold, true);
  assert.equal(warnings().length, 1);
});

Deno.test("of two programs that run as one peer one is left once the other stops, or does not come back", async () => {
  await using scene = new Scene();
  const meet = async (...instances: readonly string[]) => {
    for (const instance of instances) {
      scene.attach().say({ ...HELLO, instance }, START);
      await scene.environment.settle();
    }
  };
  await meet("1", "2", "1");
  assert.equal(scene.peer.isTwofold, true);
  const stopping = scene.attach();
  stopping.say({ ...HELLO, instance: "1" }, {
    kind: "bye",
    reason: "shutdown",
  });
  await scene.environment.settle();
  assert.equal(scene.peer.isTwofold, false);
  await meet("2", "3", "2");
  assert.equal(scene.peer.isTwofold, true);
  await scene.environment.advance(301);
  assert.equal(scene.peer.isTwofold, false);
});

Deno.test("a node that has read its configuration anew says so on the link that there is", async () => {
  await using scene = new Scene("0000000000000000");
  await scene.say(HELLO, START);
  const renewed = { ...HELLO, fingerprint: "0000000000000000" };
  await scene.say(renewed, event("bob"));
  assert.equal(scene.received.length, 1);
  assert.equal(scene.peer.greeting?.fingerprint, "0000000000000000");
  const [last] = scene.lines.slice(-1);
  assert.deepEqual(last, ["info", '"bob" runs the same configuration now']);
  scene.peer.renew();
  await scene.environment.settle();
  assert.deepEqual(scene.answers, ["hello", "start", "hello"]);
});

Deno.test("a peer that says hello again and again, each time another, fills no log", async () => {
  await using scene = new Scene();
  await scene.say(HELLO, START);
  for (let i = 0; i < 100; i++) {
    const fingerprint = i % 2 === 0 ? `${i}`.padStart(16, "0") : undefined;
    await scene.say({ ...HELLO, ...fingerprint && { fingerprint } });
  }
  const lines = scene.lines.filter(([level]) => level !== "debug");
  assert.ok(lines.length <= 6, `${lines.length}`);
});
