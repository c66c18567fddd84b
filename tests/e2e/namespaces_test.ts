import assert from "node:assert/strict";
import { Cabling, whyNoCabling } from "../support/namespaces.ts";
import { type Block, Network } from "../support/network.ts";
import type { Program } from "../support/program.ts";

const SCRIPT = new URL("kozo.ts", import.meta.url).pathname;

const HEARTBEAT = 1;
const OPTIONS = { heartbeat: HEARTBEAT, connectionRetry: 3 };

const whyNot = await whyNoCabling();

/** A test that says why it is skipped where it cannot be run. */
function test(name: string, fn: () => Promise<void>): void {
  const reason = whyNot === undefined ? "" : ` (skipped: ${whyNot})`;
  Deno.test({ name: name + reason, ignore: whyNot !== undefined, fn });
}

/** A `tcp` that others reach at some addresses, if at any. */
function tcp(...address: readonly string[]): Block {
  return { tcp: { address, port: 6020 } };
}

function start(network: Network, cabling: Cabling, node: string): Program {
  return network.start(node, { script: SCRIPT, wrapper: cabling.inside(node) });
}

/** Waits until a node, from now on, says that it has a link. */
async function linkedAgain(node: Program, peer: string, from: number) {
  await node.waitFor(`Linked with "${peer}"`, { from });
}

test("a pulled cable: both ends find the link dead, others keep theirs, and the next one comes when it is back", async () => {
  await using cabling = await Cabling.lan("alice", "bob", "carol");
  await using network = await Network.make({
    alice: { transports: tcp("10.77.0.1"), roles: { counter: {} } },
    bob: {
      transports: tcp("10.77.0.2"),
      roles: { tally: { sender: "alice" } },
    },
    carol: { transports: tcp("10.77.0.3") },
  }, OPTIONS);
  const [alice, bob, carol] = ["alice", "bob", "carol"].map((node) =>
    start(network, cabling, node)
  ) as [Program, Program, Program];
  await bob.waitFor("Counted ");
  for (const node of [alice, bob]) await node.waitFor('Linked with "carol"');

  const from = [alice, bob, carol].map((node) => node.output.length) as [
    number,
    number,
    number,
  ];
  const pulledAt = performance.now();
  await cabling.pull("bob", "lan");
  await Promise.all([
    alice.waitFor('Link with "bob" ended: heartbeat: ', { from: from[0] }),
    bob.waitFor('Link with "alice" ended: heartbeat: ', { from: from[1] }),
  ]);
  const seconds = (performance.now() - pulledAt) / 1000;
  // The last heartbeat may have been one heartbeat before.
  assert.ok(seconds > 2.4 * HEARTBEAT, `It was given up after ${seconds} s`);
  assert.ok(seconds < 12 * HEARTBEAT, `It was given up after ${seconds} s`);

  await cabling.mend("bob", "lan");
  await Promise.all([
    linkedAgain(alice, "bob", from[0]),
    linkedAgain(bob, "alice", from[1]),
    linkedAgain(carol, "bob", from[2]),
  ]);
  await bob.waitFor("Counted ", { from: bob.output.lastIndexOf("Linked") });
  for (const [node, peer] of [[alice, "carol"], [carol, "alice"]] as const) {
    assert.doesNotMatch(node.output, new RegExp(`Link with "${peer}" ended`));
  }
});

test("a cable that loses all one way: both ends drop the link, and have one again when it does not", async () => {
  await using cabling = await Cabling.lan("alice", "bob");
  await using network = await Network.make({
    alice: { transports: tcp("10.77.0.1"), roles: { counter: {} } },
    bob: {
      transports: tcp("10.77.0.2"),
      roles: { tally: { sender: "alice" } },
    },
  }, OPTIONS);
  const alice = start(network, cabling, "alice");
  const bob = start(network, cabling, "bob");
  await bob.waitFor("Counted ");

  const from = [alice.output.length, bob.output.length] as const;
  await cabling.deafen("alice", "10.77.0.2");
  await Promise.all([
    alice.waitFor('Link with "bob" ended: heartbeat: ', { from: from[0] }),
    bob.waitFor('Link with "alice" ended: ', { from: from[1] }),
  ]);
  await cabling.undeafen("alice");
  await Promise.all([
    linkedAgain(alice, "bob", from[0]),
    linkedAgain(bob, "alice", from[1]),
  ]);
  await bob.waitFor("Counted ", { from: bob.output.lastIndexOf("Linked") });
});

test("a node that has moved to its second address is found there", async () => {
  await using cabling = await Cabling.lan("alice", "bob");
  await using network = await Network.make({
    // Nobody can dial alice, so that it is she who has to find bob.
    alice: { transports: tcp(), roles: { tally: { sender: "bob" } } },
    bob: {
      transports: tcp("10.77.0.2", "10.77.0.22"),
      roles: { counter: {} },
    },
  }, OPTIONS);
  const alice = start(network, cabling, "alice");
  start(network, cabling, "bob");
  await alice.waitFor("Counted ");

  const from = alice.output.length;
  await cabling.ip("bob", "address", "del", "10.77.0.2/24", "dev", "lan");
  await cabling.ip("bob", "address", "add", "10.77.0.22/24", "dev", "lan");
  await alice.waitFor('Link with "bob" ended: ', { from });
  await alice.waitFor("No tcp@bob at 10.77.0.2:6020: ", { from });
  await linkedAgain(alice, "bob", from);
  await alice.waitFor("Counted ", { from: alice.output.lastIndexOf("Linked") });
});

/** A home behind a router that makes all that leaves it look like its own. */
async function makeHome(): Promise<Cabling> {
  const cabling = await Cabling.lan("server", "router");
  await cabling.addSwitch("home");
  await cabling.addMachine("pi");
  await cabling.plug("router", "home", "192.168.7.1/24");
  await cabling.plug("pi", "home", "192.168.7.2/24");
  await cabling.ip("pi", "route", "add", "default", "via", "192.168.7.1");
  await cabling.masquerade("router", "lan");
  return cabling;
}

test("a node behind masquerading is reached over the link that it dialled, and over the next one when its router was restarted", async () => {
  await using cabling = await makeHome();
  await using network = await Network.make({
    // An address that leads nowhere from the outside.
    pi: {
      transports: tcp("192.168.7.2"),
      roles: { tally: { sender: "server" } },
    },
    server: { transports: tcp("10.77.0.1"), roles: { counter: {} } },
  }, OPTIONS);
  const server = start(network, cabling, "server");
  const pi = start(network, cabling, "pi");
  await pi.waitFor("Counted ");
  await server.waitFor('Linked with "pi" over tcp: it dialled');
  const sockets = await cabling.run("server", "ss", "-tnH", "sport = :6020");
  assert.match(sockets, /10\.77\.0\.2\]?:\d+/, "it does not seem masqueraded");

  const from = [server.output.length, pi.output.length] as const;
  // Once its cable is out, a router forgets whom it has spoken for.
  await cabling.ip("router", "link", "set", "lan", "down");
  await server.waitFor('Link with "pi" ended: ', { from: from[0] });
  await cabling.ip("router", "link", "set", "lan", "up");
  await linkedAgain(server, "pi", from[0]);
  await linkedAgain(pi, "server", from[1]);
  await pi.waitFor("Counted ", { from: pi.output.lastIndexOf("Linked") });
});
