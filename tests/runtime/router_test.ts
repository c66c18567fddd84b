import assert from "node:assert/strict";
import { type ConnectPolicy, Event, Log, type Message, type Node } from "kozo";
import { Drops } from "../../core/runtime/drops.ts";
import { Composer, type Outgoing } from "../../core/runtime/composer.ts";
import { Router } from "../../core/runtime/router.ts";
import type { Span } from "../../core/wire/span.ts";
import { Topics } from "../../core/wire/topics.ts";
import { settings } from "../support/settings.ts";
import { makeNode, makeSystem } from "../support/system.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";
import { arrival } from "./arrival.ts";
import { addRole } from "./scripted-role.ts";
import { eventMessage, logMessage } from "./supervised.ts";

interface Delivery {
  readonly role: string;
  readonly message: Message;
}

/** How a peer takes messages. */
interface PeerSetting {
  readonly policy?: ConnectPolicy;
  readonly takesMessages?: boolean;
}

/** Stands in for a link to a node. */
function makePeer(
  node: Node,
  { policy = "constant", takesMessages = true }: PeerSetting = {},
) {
  const frames: Span[] = [];
  const enqueue = (frame: Span) => void frames.push(frame);
  return { node, policy, takesMessages, enqueue, frames };
}

/** A router of the node `alice`, with peers of the given settings. */
function setUp(peerSettings: Readonly<Record<string, PeerSetting>> = {}) {
  const alice = makeNode("alice", {
    isSelf: true,
    settings,
  });
  const peers = new Map(
    Object.entries(peerSettings).map((
      [name, setting],
    ) => [name, makePeer(makeNode(name), setting)]),
  );
  const deliveries: Delivery[] = [];
  const lines: string[] = [];
  const drops = new Drops(new VirtualEnvironment(), (text) => lines.push(text));
  const router = new Router({
    system: makeSystem(alice, ...[...peers.values()].map(({ node }) => node)),
    peers,
    drops,
    log: (level, source, text) => lines.push(`${level} ${source}: ${text}`),
    deliver: ({ name }, message) => deliveries.push({ role: name, message }),
  });
  return { alice, peers, router, deliveries, drops, lines };
}

const topics = new Topics();
const composer = new Composer(topics, 1000);

/** A message of this node, on its way to all who are interested. */
function outgoing(message: Message): Outgoing {
  if (message instanceof Log) return composer.log(message, message.text);
  assert.ok(message instanceof Event);
  const { type, channel, data } = message;
  return composer.typed("event", message, type, channel, data);
}

const isEvent = (message: Message) => message instanceof Event;

Deno.test("Router sends to nodes that have an interested role, and to no others", () => {
  const { peers, router } = setUp({ bob: {}, carol: {}, dave: {} });
  for (const [name, { node }] of peers) {
    addRole(node, "deaf", {});
    if (name !== "dave") {
      addRole(node, "one", { isInterestedIn: isEvent });
      addRole(node, "two", { isInterestedIn: isEvent });
    }
  }
  router.send(outgoing(eventMessage("tick")));
  router.send(outgoing(logMessage("hello")));
  const counts = [...peers.values()].map(({ frames }) => frames.length);
  assert.deepEqual(counts, [1, 1, 0]);
});

/** How often a message's data is looked at when it goes to so many nodes. */
function looksAtData(nodes: number): number {
  const names = Array.from({ length: nodes }, (_, i) => `node${i}`);
  const { peers, router } = setUp(
    Object.fromEntries(names.map((name) => [name, {}])),
  );
  for (const { node } of peers.values()) {
    addRole(node, "one", { isInterestedIn: isEvent });
  }
  let looks = 0;
  const data = {
    get number() {
      return ++looks;
    },
  };
  const origin = { sender: "alice", senderRole: "tester", timestamp: 1 };
  router.send(composer.typed("event", origin, "tick", undefined, data));
  const [first, ...others] = [...peers.values()].map(({ frames }) => frames[0]);
  assert.ok(first !== undefined && others.every((frame) => frame === first));
  return looks;
}

Deno.test("Router has a message encoded once for 20 nodes, as for one", () => {
  assert.equal(looksAtData(20), looksAtData(1));
});

Deno.test("Router gives each interested role of its own node a copy of its own", () => {
  const { alice, router, deliveries } = setUp();
  addRole(alice, "one", { isInterestedIn: isEvent });
  addRole(alice, "deaf", {});
  addRole(alice, "two", { isInterestedIn: isEvent });
  const data = { list: [1], bytes: Uint8Array.of(1, 2, 3) };
  const message = outgoing(eventMessage("tick", data));
  router.send(message);
  assert.deepEqual(deliveries.map(({ role }) => role), ["one", "two"]);
  const [first, second] = deliveries.map(({ message }) => message);
  assert.ok(first instanceof Event && second instanceof Event);
  assert.ok(first !== message.message && first !== second);
  const changed = first.data as typeof data;
  changed.list.push(2);
  changed.bytes.fill(9);
  assert.deepEqual(second.data, data);
});

Deno.test("Router gives the sender its own message if it is interested", () => {
  const { alice, router, deliveries } = setUp();
  const role = addRole(alice, "tester", { isInterestedIn: () => true });
  const origin = { sender: "alice", senderRole: role.name, timestamp: 1 };
  router.send(composer.typed("event", origin, "tick", undefined, {}));
  assert.deepEqual(deliveries.map(({ role }) => role), ["tester"]);
});

Deno.test("Router gives another node's message to its own roles only", () => {
  const { alice, peers, router, deliveries } = setUp({ bob: {} });
  addRole(alice, "one", { isInterestedIn: isEvent });
  const bob = peers.get("bob");
  assert.ok(bob !== undefined);
  addRole(bob.node, "one", { isInterestedIn: isEvent });
  router.receive(arrival(outgoing(eventMessage("tick", [1])), topics));
  router.receive(arrival(outgoing(logMessage("hello")), topics));
  assert.equal(bob.frames.length, 0);
  assert.equal(deliveries.length, 1);
  const [{ message } = { message: undefined }] = deliveries;
  assert.ok(message instanceof Event);
  assert.deepEqual(message.data, [1]);
  assert.equal(message.sender, "other");
});

Deno.test("Router takes anything but true for no interest", () => {
  const { alice, router, deliveries } = setUp();
  const answers: unknown[] = [1, "yes", Promise.resolve(true), undefined];
  answers.forEach((answer, i) =>
    addRole(alice, `role${i}`, { isInterestedIn: () => answer as boolean })
  );
  router.send(outgoing(eventMessage("tick")));
  assert.equal(deliveries.length, 0);
});

Deno.test("Router says once that a role's interest fails, and serves the others", () => {
  const { alice, peers, router, deliveries, lines } = setUp({ bob: {} });
  const bob = peers.get("bob");
  assert.ok(bob !== undefined);
  const fail = () => {
    throw new Error("no\nidea");
  };
  addRole(alice, "broken", { isInterestedIn: fail });
  addRole(alice, "whole", { isInterestedIn: isEvent });
  addRole(bob.node, "broken", { isInterestedIn: fail });
  for (let i = 0; i < 3; i++) router.send(outgoing(eventMessage("tick")));
  assert.equal(deliveries.length, 3);
  assert.equal(bob.frames.length, 0);
  assert.deepEqual(lines.toSorted(), [
    'warning router: The role "broken@alice" gets no message that its ' +
    "isInterestedIn fails for: no\\nidea",
    'warning router: The role "broken@bob" gets no message that its ' +
    "isInterestedIn fails for: no\\nidea",
  ]);
});

Deno.test("Router remembers no more than a thousand things that it said", () => {
  const { alice, router, lines } = setUp();
  let calls = 0;
  addRole(alice, "broken", {
    isInterestedIn: () => {
      throw new Error(`${calls++ % 2000}`);
    },
  });
  for (let i = 0; i < 4000; i++) router.send(outgoing(eventMessage("tick")));
  assert.equal(lines.length, 3000);
});

Deno.test('Router warns once that the policies say "never", and counts each message', () => {
  const { peers, router, lines, drops } = setUp({
    bob: { policy: "never", takesMessages: false },
  });
  const bob = peers.get("bob");
  assert.ok(bob !== undefined);
  addRole(bob.node, "one", { isInterestedIn: isEvent });
  router.send(outgoing(logMessage("nobody wants it")));
  for (let i = 0; i < 3; i++) router.send(outgoing(eventMessage("tick")));
  assert.equal(bob.frames.length, 0);
  assert.deepEqual([...drops.totals], [["node bob: never", 3]]);
  assert.deepEqual(lines, [
    'warning router: Messages for "bob" are dropped: the connection policies ' +
    'say "never"',
  ]);
});

Deno.test("Router counts what it drops for want of a link, and says nothing", () => {
  const { peers, router, lines, drops } = setUp({
    bob: { takesMessages: false },
  });
  const bob = peers.get("bob");
  assert.ok(bob !== undefined);
  addRole(bob.node, "one", { isInterestedIn: isEvent });
  router.send(outgoing(eventMessage("tick")));
  assert.deepEqual([...drops.totals], [["node bob: unlinked", 1]]);
  assert.deepEqual(lines, []);
});
