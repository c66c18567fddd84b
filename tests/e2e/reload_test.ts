import assert from "node:assert/strict";
import { readLines, writeLines } from "../../core/control/lines.ts";
import type { Reloaded } from "../../core/control/reload.ts";
import type { NodeStatus } from "../../core/control/status-shape.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { Door } from "../support/door.ts";
import { at, consult } from "../support/doctor.ts";
import { eventually } from "../support/eventually.ts";
import { type Block, Network, tcpAt } from "../support/network.ts";
import { type Outcome, runKozo } from "../support/run-kozo.ts";
import { hasTerminal, Terminal } from "../support/terminal.ts";

/** The program with roles of the tests. */
const script = new URL("kozo.ts", import.meta.url).pathname;

/** Links that are to last bear a process that stands still for seconds. */
const OPTIONS = { heartbeat: 10, connectionRetry: 1 };

function makeNetwork(blocks: Record<string, Block> = {}): Promise<Network> {
  return Network.make({
    alice: { roles: { counter: { period: 0.05 } } },
    bob: { roles: { tally: { sender: "alice" } } },
    ...blocks,
  }, OPTIONS);
}

/** Starts alice and bob, who are linked then. */
async function startBoth(network: Network) {
  const alice = network.start("alice", { script });
  const bob = network.start("bob", { script });
  await bob.waitFor("Counted ");
  return { alice, bob };
}

/** Changes what the file says of a node. */
async function change(
  network: Network,
  node: string,
  block: Block,
): Promise<void> {
  const { system } = network.config;
  system[node] = { ...system[node], ...block };
  await network.write();
}

function askToReload(network: Network, node: string): Promise<Outcome> {
  return runKozo(network.folder, ["reload", "--node", node]);
}

async function reload(network: Network, node: string): Promise<string> {
  const { code, stdout, stderr } = await askToReload(network, node);
  assert.equal(code, 0, stderr);
  return stdout.trimEnd();
}

async function statusOf(network: Network, node: string): Promise<NodeStatus> {
  const args = ["status", "--node", node, "--json"];
  const { code, stdout, stderr } = await runKozo(network.folder, args);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

/** The links are those that there were, and no number is missing. */
async function assertUndisturbed(
  network: Network,
  ...nodes: readonly { readonly output: string }[]
): Promise<void> {
  for (const { output } of nodes) {
    assert.doesNotMatch(output, /Link with "\w+" ended|The role failed|Gap: /);
  }
  const { roles } = await statusOf(network, "alice");
  assert.equal(roles.find(({ name }) => name === "counter")?.failures, 0);
}

Deno.test("kozo reload: what is wrong with the file is said, and all stays as it was", async () => {
  await using network = await makeNetwork();
  const { alice, bob } = await startBoth(network);
  const before = await statusOf(network, "alice");
  await change(network, "alice", {
    roles: { counter: { period: "often" }, timer: { tikc: 1 } },
  });
  const { code, stdout, stderr } = await askToReload(network, "alice");
  assert.equal(code, 8);
  assert.equal(stdout, "");
  const [title, ...problems] = stderr.trimEnd().split("\n");
  assert.equal(title, "kozo: Not reloaded, the node goes on as before:");
  assert.equal(problems.length, 2);
  for (const line of problems) assert.match(line, /^config\.yml:\d+:\d+: /);
  await alice.waitFor(/ERR node: Not reloaded: config\.yml:\d+:\d+: /);
  const after = await statusOf(network, "alice");
  assert.deepEqual(after.configuration, before.configuration);
  await assertUndisturbed(network, alice, bob);

  delete network.config.system.alice;
  await network.write();
  const { stderr: gone } = await askToReload(network, "alice");
  assert.match(gone, /no node of that name, it has "bob"/);
  await assertUndisturbed(network, alice, bob);
});

Deno.test("kozo reload: roles come, go and change, while links and the other roles do not notice", async () => {
  await using network = await makeNetwork({
    alice: {
      roleStorage: "storage",
      roles: {
        counter: { period: 0.05 },
        timer1: { type: "timer", tick: 0.1 },
        cuckoo: { timer: "timer1" },
        old: { type: "timer", tick: 0.1, message: "old" },
      },
    },
  });
  const { alice, bob } = await startBoth(network);
  await alice.waitFor("cuckoo: Received message");
  await change(network, "alice", {
    roles: {
      counter: { period: 0.05 },
      timer1: { type: "timer", tick: 0.1, message: "changed" },
      cuckoo: { timer: "timer1", log: false },
      logger: { file: "alice.log" },
    },
  });
  assert.equal(
    await reload(network, "alice"),
    'Added the role "logger"\nRemoved the role "old"\n' +
      'Changed the roles "timer1" and "cuckoo"',
  );
  const from = alice.output.length;
  await alice.waitFor('Received message ("changed"', { from });
  await network.waitForFile("alice.log", /Timer sent message: \("changed"/);
  const { roles } = await statusOf(network, "alice");
  assert.deepEqual(
    roles.map(({ name, state }) => [name, state]),
    ["counter", "timer1", "cuckoo", "logger"].map((name) => [name, "running"]),
  );
  await bob.waitFor("Counted ", { from: bob.output.length });
  await assertUndisturbed(network, alice, bob);
  // What the cuckoo had stored before is there still.
  await change(network, "alice", {
    roles: { counter: { period: 0.05 }, timer1: { type: "timer" }, cuckoo: {} },
  });
  await reload(network, "alice");
  const tail = network.run(["tail", "--node", "alice", "--role", "cuckoo"]);
  const line = await tail.waitFor(/Last cuckoo: .*/);
  assert.doesNotMatch(line, /never/);
  assert.equal(await alice.stop(), 0, alice.output);
});

Deno.test("kozo reload: nodes come, go and change, and the links of the others stay", async () => {
  await using network = await makeNetwork();
  const { alice, bob } = await startBoth(network);
  const [port = 0] = freePorts(1);
  const publicKey = await network.makeKey("carol");
  const carol = {
    privateKey: "carol",
    publicKey,
    transports: { tcp: tcpAt(port) },
    roles: { tally: { sender: "alice" } },
  };
  network.config.system.carol = carol;
  await network.write();
  assert.equal(await reload(network, "alice"), 'Added the node "carol"');
  const third = network.start("carol", { script });
  await third.waitFor("Counted ");
  const { peers } = await statusOf(network, "alice");
  assert.deepEqual(peers.map(({ name }) => name), ["bob", "carol"]);

  // With another key she is another, and has to prove it.
  const renewed = await network.makeKey("carol");
  await change(network, "carol", { publicKey: renewed });
  assert.equal(await reload(network, "alice"), 'Changed the node "carol"');
  await third.waitFor('Link with "alice" ended');
  await third.waitFor(/No link to "alice": key-refused/);
  await third.stop();
  const again = network.start("carol", { script });
  await again.waitFor("Counted ");

  delete network.config.system.carol;
  await network.write();
  assert.equal(await reload(network, "alice"), 'Removed the node "carol"');
  await again.waitFor('Link with "alice" ended');
  assert.equal((await statusOf(network, "alice")).peers.length, 1);
  assert.doesNotMatch(
    alice.output + bob.output,
    /Link with "(?:bob|alice)" en/,
  );
  for (const node of [alice, bob]) assert.equal(await node.stop(), 0);
});

Deno.test("kozo reload: what other nodes are interested in, and where they are, counts at once", async () => {
  await using network = await makeNetwork({
    bob: { roles: {}, selfToOthersConnectPolicy: "never" },
  });
  const port = network.port("bob");
  const right = { ...network.config.system.bob };
  const [wrong = 0] = freePorts(1);
  await change(network, "bob", { transports: { tcp: tcpAt(wrong) } });
  const alice = network.start("alice", { script });
  await alice.waitFor('No link to "bob"');
  network.config.system.bob = {
    ...right,
    roles: { tally: { sender: "alice" } },
  };
  await network.write();
  const bob = network.start("bob", { script });
  await bob.waitFor('"bob" is running');
  assert.equal(await reload(network, "alice"), 'Changed the node "bob"');
  await bob.waitFor("Counted ");
  const [peer] = (await statusOf(network, "alice")).peers;
  assert.equal(peer?.link?.address, `127.0.0.1:${port}`);
});

Deno.test("kozo reload: a transport moves to another port, and links stay", async () => {
  await using network = await makeNetwork();
  const { alice, bob } = await startBoth(network);
  const [port = 0, taken = 0] = freePorts(2);
  const old = network.port("alice");
  await change(network, "alice", { transports: { tcp: tcpAt(port) } });
  assert.equal(await reload(network, "alice"), 'Changed the transport "tcp"');
  await Deno.connect({ port }).then((connection) => connection.close());
  await assert.rejects(Deno.connect({ port: old }));
  await assertUndisturbed(network, alice, bob);

  // Where it cannot listen it goes on as before.
  await using _door = await Door.at(taken, () => {});
  await change(network, "alice", { transports: { tcp: tcpAt(taken) } });
  const { code, stderr } = await askToReload(network, "alice");
  assert.equal(code, 8);
  assert.match(stderr, new RegExp(`Cannot listen on port ${taken} of`));
  await Deno.connect({ port }).then((connection) => connection.close());
  await assertUndisturbed(network, alice, bob);
  // The same port with another backlog: the old one makes room.
  const tcp = { ...tcpAt(port), socketConnectionBacklog: 7 };
  await change(network, "alice", { transports: { tcp } });
  assert.equal(await reload(network, "alice"), 'Changed the transport "tcp"');
  await Deno.connect({ port }).then((connection) => connection.close());
  assert.equal(await alice.stop(), 0);
});

Deno.test("kozo reload: the links over a transport that is taken out end", async () => {
  await using network = await makeNetwork();
  const { bob } = await startBoth(network);
  await change(network, "alice", { transports: {} });
  assert.equal(await reload(network, "alice"), 'Removed the transport "tcp"');
  await bob.waitFor('Link with "alice" ended: shutdown');
  const [peer] = (await statusOf(network, "alice")).peers;
  assert.equal(peer?.link, null);
});

Deno.test("kozo reload names what needs a restart, and does the rest", async () => {
  await using network = await makeNetwork();
  const { alice, bob } = await startBoth(network);
  const before = await statusOf(network, "alice");
  await change(network, "alice", {
    roleStorage: "storage",
    overrideMainConfiguration: { heartbeat: 2 },
    roles: { counter: { period: 0.05 }, timer: {} },
  });
  assert.equal(
    await reload(network, "alice"),
    'Added the role "timer"\n' +
      'Start the node anew for "roleStorage" and "heartbeat" to count',
  );
  await assertUndisturbed(network, alice, bob);
  const after = await statusOf(network, "alice");
  assert.equal(after.roles.length, 2);
  // It has read the file, and says what of it does not count yet.
  const { fingerprint, restart } = after.configuration;
  assert.notEqual(fingerprint, before.configuration.fingerprint);
  assert.deepEqual(restart, ["roleStorage", "heartbeat"]);
  const status = await runKozo(network.folder, ["status", "--node", "alice"]);
  assert.match(status.stdout, /^Start the node anew for "roleStorage" and "h/m);
  const doctor = await consult(network, "alice", "bob");
  const finding = at(doctor, "configuration");
  assert.deepEqual(
    [finding.verdict, finding.cause, finding.advice],
    ["doubtful", "configuration", "start it anew"],
  );
  // Who follows the file, too, does not complain of the other.
  assert.equal(await reload(network, "bob"), 'Changed the node "alice"');
  await alice.waitFor('INF link: "bob" runs the same configuration now');
  assert.equal(after.peers[0]?.link?.drift, true);
  assert.equal((await statusOf(network, "alice")).peers[0]?.link?.drift, false);

  await change(network, "alice", {
    roleStorage: undefined,
    overrideMainConfiguration: undefined,
  });
  await reload(network, "alice");
  assert.deepEqual(
    (await statusOf(network, "alice")).configuration.restart,
    [],
  );
});

Deno.test("two nodes that have read the same file anew agree, by the link that they had", async () => {
  await using network = await makeNetwork();
  const { alice, bob } = await startBoth(network);
  await change(network, "bob", { description: "another" });
  assert.match(await reload(network, "alice"), /nothing has changed/);
  await bob.waitFor('"alice" runs another configuration');
  await eventually(
    async () => (await statusOf(network, "bob")).peers[0]?.link?.drift === true,
    () => "bob does not know",
  );
  await reload(network, "bob");
  await alice.waitFor('INF link: "bob" runs the same configuration now');
  await bob.waitFor('INF link: "alice" runs the same configuration now');
  const statuses = [
    await statusOf(network, "alice"),
    await statusOf(network, "bob"),
  ];
  const drifts = statuses.map(({ peers }) => peers[0]?.link?.drift);
  assert.deepEqual(drifts, [false, false]);
  await assertUndisturbed(network, alice, bob);
});

Deno.test("SIGHUP makes a node without a terminal read its file anew", async () => {
  await using network = await makeNetwork();
  const { alice, bob } = await startBoth(network);
  await change(network, "alice", {
    roles: { counter: { period: 0.05 }, timer: {} },
  });
  alice.signal("SIGHUP");
  await alice.waitFor('INF node: Added the role "timer"');
  await Deno.writeTextFile(network.path("config.yml"), "system: 7\n");
  alice.signal("SIGHUP");
  await alice.waitFor(/ERR node: Not reloaded: config\.yml:1:9: /);
  await assertUndisturbed(network, alice, bob);
  assert.equal(await alice.stop(), 0);
});

Deno.test({
  name: "SIGHUP ends a node on a terminal, which has closed" +
    (hasTerminal() ? "" : " (skipped: there is no tmux)"),
  ignore: !hasTerminal(),
  fn: async () => {
    await using network = await Network.make({ clock: {} });
    const args = ["run", "config.yml", "clock"];
    const terminal = await Terminal.run(network.folder, args);
    await terminal.waitFor(/"clock" is running/);
    const socket = network.path("run/clock.sock");
    await Deno.lstat(socket);
    await terminal[Symbol.asyncDispose]();
    await eventually(
      () => Deno.lstat(socket).then(() => false, () => true),
      () => "it goes on",
    );
  },
});

Deno.test("kozo reload --json has what changed, and what is wrong", async () => {
  await using network = await makeNetwork();
  await startBoth(network);
  const args = ["reload", "--node", "alice", "--json"];
  const { stdout } = await runKozo(network.folder, args);
  const none = { added: [], removed: [], changed: [] };
  assert.deepEqual(JSON.parse(stdout), {
    reloaded: true,
    changes: { nodes: none, roles: none, transports: none, restart: [] },
    problems: [],
  });
  await Deno.writeTextFile(network.path("config.yml"), "system: 7\n");
  const { code, stdout: wrong } = await runKozo(network.folder, args);
  assert.equal(code, 8);
  const answer: Reloaded = JSON.parse(wrong);
  assert.deepEqual([answer.reloaded, answer.changes], [false, null]);
  assert.equal(answer.problems.length, 1);
});

/** Asks alice to wait for a node, and gives the answer as it comes. */
async function* waiting(network: Network, peer: string) {
  const path = network.path("run/alice.sock");
  using connection = await Deno.connect({ transport: "unix", path });
  await writeLines(connection, [{ kozo: 1, ask: "wait", peer }]);
  for await (const line of readLines(connection, 1e6)) yield JSON.parse(line);
}

Deno.test("kozo wait sees a link with a node that was changed, and that one was removed", async () => {
  await using network = await makeNetwork({ carol: {} });
  const alice = network.start("alice", { script });
  await alice.waitFor(/No link to "bob"/);
  const forBob = waiting(network, "bob");
  const forCarol = waiting(network, "carol");
  for (const answer of [forBob, forCarol]) {
    assert.deepEqual((await answer.next()).value, { heard: true });
  }
  delete network.config.system.carol;
  await change(network, "bob", { publicKey: await network.makeKey("bob") });
  await reload(network, "alice");
  assert.deepEqual((await forCarol.next()).value, {
    error: '"alice" knows no node "carol" any more: ' +
      "its configuration was reloaded",
    is: "negative",
  });
  network.start("bob", { script });
  assert.deepEqual((await forBob.next()).value, {
    end: { node: "alice", peer: "bob" },
  });
  await Promise.all([forBob.return(), forCarol.return()]);
});
