import assert from "node:assert/strict";
import type { NodeStatus } from "../../core/control/status-shape.ts";
import { eventually } from "../support/eventually.ts";
import { Network } from "../support/network.ts";
import { onlyLine, type Outcome, runKozo } from "../support/run-kozo.ts";

const TIMER = { roles: { timer1: { type: "timer", tick: 0.1 } } };
const CUCKOO = { roles: { cuckoo: { timer: "timer1" } } };
const HASTE = { heartbeat: 1, connectionRetry: 1 };

/** Asks about a network's nodes, and wants an answer. */
async function ask(network: Network, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runKozo(network.folder, args);
  assert.equal(code, 0, stderr);
  assert.equal(stderr, "");
  return stdout.trimEnd();
}

/** Asks in vain, and gives the one line that says why. */
async function refusal(
  network: Network,
  code: number,
  ...args: string[]
): Promise<string> {
  return onlyLine(await runKozo(network.folder, args), code);
}

async function statusOf(network: Network, node: string): Promise<NodeStatus> {
  return JSON.parse(await ask(network, "status", "--node", node, "--json"));
}

Deno.test("kozo status tells of a node, its links and its roles", async () => {
  await using network = await Network.make({ clock: TIMER, scribe: CUCKOO });
  const clock = network.start("clock");
  network.start("scribe");
  const ready = await ask(network, "wait", "--node=clock", "--peer=scribe");
  assert.equal(ready, '"clock" is linked with "scribe"');
  await eventually(
    async () => {
      const [cuckoo] = (await statusOf(network, "scribe")).roles;
      return cuckoo !== undefined && cuckoo.handled > 3;
    },
    () => "the cuckoo hears nothing",
  );
  const { pid, configuration, peers, roles } = await statusOf(network, "clock");
  assert.equal(pid, clock.pid);
  assert.equal(configuration.file, network.path("config.yml"));
  const [scribe] = peers;
  assert.equal(scribe?.state, "linked");
  // A busy machine may take its time.
  assert.ok((scribe.link?.roundTrip ?? 9) < 5);
  assert.ok(Math.abs(scribe.link?.clockSkew ?? 9) < 5);
  assert.equal(scribe.link?.drift, false);
  assert.ok(scribe.sent.messages > 3 && scribe.sent.bytes > 100);
  assert.deepEqual(roles.map(({ name, type }) => [name, type]), [
    ["timer1", "timer"],
  ]);

  const text = await ask(network, "status", "--node", "clock");
  assert.match(text, /^clock, up \d+ s, Kōzō [\d.]+\n/);
  assert.match(text, /^● scribe +linked \d+ s, .*dialled, [\d.]+ ms, tcp /m);
  assert.match(text, /^● timer1 \(timer\) +running +0 +0 +0$/m);
  for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
});

Deno.test("kozo status says why a node is not linked, and how it was before", async () => {
  await using network = await Network.make(
    { clock: TIMER, scribe: CUCKOO },
    HASTE,
  );
  network.start("clock");
  const scribe = network.start("scribe");
  await ask(network, "wait", "--node=clock", "--peer=scribe");
  await scribe.stop();
  // A node that is about to end may have let in the first try.
  let peer: NodeStatus["peers"][number] | undefined;
  await eventually(
    async () => {
      [peer] = (await statusOf(network, "clock")).peers;
      return peer?.failure?.reason === "refused";
    },
    () => `not refused: ${JSON.stringify(peer?.failure)}`,
  );
  assert.equal(peer?.link, null);
  assert.equal(peer?.closings.at(-1)?.reason, "shutdown");
  assert.ok((peer?.drops.unlinked ?? 0) > 0);
  // It is the only one now, so that nobody has to say which.
  const text = await ask(network, "status");
  assert.match(text, /● scribe +not linked.* refused: /);
  assert.match(text, /ended: shutdown \d+ s ago/);
  const why = await refusal(network, 8, "ping", "scribe");
  assert.match(why, /^kozo: "scribe" is not linked: .*nobody listens there/);
});

Deno.test("kozo status names who runs another configuration", async () => {
  await using network = await Network.make({ clock: TIMER, scribe: CUCKOO });
  network.start("clock");
  await network.write("old.yml", { ...network.config, heartbeat: 9 });
  network.start("scribe", { config: "old.yml" });
  await ask(network, "wait", "--node=clock", "--peer=scribe");
  const [clock] = (await statusOf(network, "scribe")).peers;
  assert.equal(clock?.link?.drift, true);
  const text = await ask(network, "status", "--node", "clock");
  assert.match(text, /runs another configuration: [0-9a-f]{16}$/m);
});

Deno.test("kozo tail shows what passes, and kozo send what it is asked to", async () => {
  await using network = await Network.make({ clock: TIMER, scribe: CUCKOO });
  network.start("clock");
  network.start("scribe");
  await ask(network, "wait", "--node=clock", "--peer=scribe");
  const args = ["tail", "--node", "scribe", "--json", "--from", "clock"];
  const tail = network.run([...args, "--type", "tick"]);
  await tail.waitFor(/"role":"timer1"/);
  const data = '{a: [1, "ō"], b: 2026-01-01}';
  const sending = ["send", "event", "tick", "--node", "clock", "--channel=x"];
  assert.equal(
    await ask(network, ...sending, "--data", data, "--as", "timer1"),
    'Sent to the node "scribe"',
  );
  const line = await tail.waitFor(/^.*"channel":"x".*$/m);
  const { time: _, ...message } = JSON.parse(line);
  assert.deepEqual(message, {
    kind: "event",
    sender: "clock",
    role: "timer1",
    type: "tick",
    channel: "x",
    data: { a: [1, "ō"], b: "2026-01-01" },
  });
  const status = await statusOf(network, "scribe");
  assert.ok((status.roles[0]?.handled ?? 0) > 0);
  assert.match(
    await refusal(network, 1, "send", "log", "x", "--channel", "y"),
    /a log takes no "--channel" or "--data": leave them out$/,
  );
  const order = ["send", "order", "open", "--node", "clock", "--json"];
  assert.equal(await ask(network, ...order), '{"roles":[],"nodes":[]}');
});

Deno.test("kozo tail --from knows which nodes there are", async () => {
  await using network = await Network.make({ clock: TIMER, scribe: CUCKOO });
  network.start("clock");
  await ask(network, "wait");
  assert.match(
    await refusal(network, 1, "tail", "--from", "scirbe"),
    /"clock" knows no node "scirbe", did you mean "scribe"\?/,
  );
  const own = network.run(["tail", "--from", "clock"]);
  await own.waitFor(/timer1@clock event tick/);
});

Deno.test("kozo tail --type shows nothing else, in words", async () => {
  await using network = await Network.make({ clock: TIMER });
  network.start("clock");
  await ask(network, "wait");
  const tail = network.run(["tail", "--role", "operator"]);
  await eventually(async () => {
    await ask(network, "send", "log", "all {is} well");
    return tail.output.includes("\n");
  }, () => "nothing is shown");
  const [line] = tail.output.split("\n");
  assert.match(line ?? "", /^\d\d:\d\d:\d\d operator@clock log all {is} well$/);
  assert.doesNotMatch(tail.output, /timer1/);
});

Deno.test("kozo ping has a node's answer, over the link alone", async () => {
  await using network = await Network.make({ clock: TIMER, scribe: CUCKOO });
  network.start("clock");
  network.start("scribe");
  await ask(network, "wait", "--node=clock", "--peer=scribe");
  const ping = ["ping", "scribe", "--node", "clock"];
  assert.match(
    await ask(network, ...ping),
    /^"scribe" has answered in [\d.]+ ms$/,
  );
  const answer = JSON.parse(await ask(network, ...ping, "--json"));
  assert.deepEqual(Object.keys(answer), ["peer", "roundTrip", "clockSkew"]);
  assert.match(
    await refusal(network, 1, "ping", "scrbie", "--node", "clock"),
    /"clock" knows no node "scrbie", did you mean "scribe"\?/,
  );
  assert.match(
    await refusal(network, 1, "ping", "clock", "--node", "clock"),
    /"clock" is this node itself/,
  );
});

Deno.test("kozo wait waits for a node that starts, and not for ever", async () => {
  await using network = await Network.make({ clock: TIMER, scribe: CUCKOO });
  const waiting = network.run(["wait", "--node", "clock", "--json"]);
  network.start("clock");
  await waiting.waitFor('{"node":"clock","peer":null}\n');
  assert.equal(await waiting.exitCode(), 0);
  const inVain = ["wait", "--peer", "scribe", "--timeout", "0.5"];
  assert.match(
    await refusal(network, 8, ...inVain),
    /Waited .* in vain for a link with "scribe": "kozo doctor scribe" finds/,
  );
  assert.match(
    await refusal(network, 8, "wait", "--node=scribe", "--timeout=2"),
    /in vain for a node: No node "scribe" of this user runs here/,
  );
});

Deno.test("a verb says which nodes there are, and that there is none, exit code 7", async () => {
  await using network = await Network.make({ clock: TIMER, scribe: CUCKOO });
  assert.match(await refusal(network, 7, "status"), /No node .* runs here/);
  const clock = network.start("clock");
  network.start("scribe");
  await ask(network, "wait", "--node=clock", "--peer=scribe");
  assert.match(
    await refusal(network, 7, "status"),
    /Several nodes run here: "clock" and "scribe"; say which by "--node"/,
  );
  assert.match(
    await refusal(network, 7, "wait", "--timeout", "20"),
    /^kozo: Several nodes run here: "clock" and "scribe"/,
  );
  assert.match(
    await refusal(network, 7, "status", "--node", "clokc"),
    /No node "clokc" .*, did you mean "clock"\?/,
  );
  assert.match(
    await refusal(network, 7, "status", "--control", "config.yml"),
    /that is no socket: name the one that "kozo run --control" was given/,
  );
  // What a killed node has left is no node, and is replaced.
  await clock.kill();
  assert.match(await ask(network, "status"), /^scribe, /);
  assert.match(
    await refusal(network, 7, "status", "--control", "run/clock.sock"),
    /has been killed: start it again/,
  );
  network.start("clock");
  await ask(network, "wait", "--node", "clock");
  assert.match(await ask(network, "status", "--node=clock"), /^clock, /);
});

Deno.test("a node that hangs is given up on by all verbs, exit code 7", async () => {
  await using network = await Network.make({ clock: TIMER });
  const clock = network.start("clock");
  await ask(network, "wait");
  clock.signal("SIGSTOP");
  const verbs = [["status"], ["tail"], ["reload"], ["doctor", "scribe"]];
  const lines = await Promise.all(
    verbs.map((verb) => refusal(network, 7, ...verb)),
  );
  for (const line of lines) {
    assert.match(
      line,
      /clock\.sock": it runs, but does not answer: see its lo/,
    );
  }
  clock.signal("SIGCONT");
  assert.match(await ask(network, "status"), /^clock, /);
});

Deno.test("a node that had no file left to answer by answers when it has some again", async () => {
  await using network = await Network.make({ clock: TIMER });
  const clock = network.start("clock");
  await ask(network, "wait");
  const limitFiles = async (limit: string) => {
    const args = [`--pid=${clock.pid}`, `--nofile=${limit}:`];
    const { success } = await new Deno.Command("prlimit", { args }).output();
    assert.ok(success);
  };
  await limitFiles("1");
  const path = network.path("run/clock.sock");
  using _unheard = await Deno.connect({ transport: "unix", path });
  await clock.waitFor(/WRN control: Nobody can ask at present: .*os error 24/);
  await limitFiles("1024");
  assert.match(await ask(network, "status"), /^clock, /);
  assert.equal(clock.output.match(/Nobody can ask/g)?.length, 1);
});

Deno.test("two nodes of one name on one machine: the second says that it cannot be asked, or is elsewhere", async () => {
  await using network = await Network.make({ clock: TIMER });
  network.start("clock");
  await ask(network, "wait");
  const { clock } = network.config.system;
  const block = { ...clock, transports: {} };
  await network.write("other.yml", { system: { clock: block } });
  const second = network.start("clock", { config: "other.yml" });
  await second.waitFor(/WRN control: .*a running node has it already.*\n/);
  await second.waitFor('"clock" is running');
  assert.equal(await second.stop(), 0);
  const third = network.start("clock", {
    config: "other.yml",
    args: ["--control", "elsewhere.sock"],
  });
  await third.waitFor('"clock" is running');
  const args = ["status", "--control", "elsewhere.sock", "--json"];
  const status: NodeStatus = JSON.parse(await ask(network, ...args));
  assert.equal(status.pid, third.pid);
  const fourth = await runKozo(network.folder, [
    ...["run", "other.yml", "clock", "--control", "elsewhere.sock"],
  ]);
  assert.match(lastLine(fourth), /Cannot be asked at ".*elsewhere\.sock"/);
  assert.equal(fourth.code, 5);
});

Deno.test("a node whose folder for sockets lets others in runs without one", async () => {
  await using network = await Network.make({ clock: TIMER });
  await Deno.mkdir(network.path("run"));
  await Deno.chmod(network.path("run"), 0o777);
  const clock = network.start("clock");
  await clock.waitFor(/WRN control: Cannot be asked in .*: others than this/);
  await clock.waitFor('"clock" is running');
});

function lastLine({ stderr }: Outcome): string {
  return stderr.trimEnd().split("\n").at(-1) ?? "";
}
