import assert from "node:assert/strict";
import type { Cause } from "../../core/doctor/finding.ts";
import { at, consult, type Consultation } from "../support/doctor.ts";
import { Cabling, whyNoCabling } from "../support/namespaces.ts";
import { type Block, Network } from "../support/network.ts";

const whyNot = await whyNoCabling();

/** A test that says why it is skipped where it cannot be run. */
function test(name: string, fn: () => Promise<void>): void {
  const reason = whyNot === undefined ? "" : ` (skipped: ${whyNot})`;
  Deno.test({ name: name + reason, ignore: whyNot !== undefined, fn });
}

/** A `tcp` that others reach at some addresses. */
function tcp(...address: readonly string[]): Block {
  return { tcp: { address } };
}

/** Two machines on one switch, `bob` at addresses of the test's. */
function makeNetwork(...addresses: readonly string[]): Promise<Network> {
  const address = addresses.length === 0 ? ["10.77.0.2"] : addresses;
  return Network.make({
    alice: { transports: tcp("10.77.0.1") },
    // What dials alice would be linked all the same.
    bob: { transports: tcp(...address), selfToOthersConnectPolicy: "never" },
  }, { heartbeat: 1, connectionRetry: 1 });
}

/** The doctor on alice's machine, of the running node and in its place. */
async function consultBoth(
  network: Network,
  cabling: Cabling,
): Promise<Consultation[]> {
  const wrapper = cabling.inside("alice");
  const alice = network.start("alice", { wrapper });
  await alice.waitFor('"alice" is running');
  const config = "config.yml";
  return await Promise.all([
    consult(network, "alice", "bob", { wrapper }),
    consult(network, "alice", "bob", { wrapper, config }),
  ]);
}

function assertCause(
  consultations: readonly Consultation[],
  cause: Cause,
  pattern: RegExp,
): void {
  for (const said of consultations) {
    const { diagnosis, complaint } = said;
    assert.equal(diagnosis.cause, cause, complaint);
    assert.equal(diagnosis.healthy, false);
    const { text, advice } = at(said, "connection");
    assert.match(`${text}; ${advice}`, pattern);
  }
}

async function startBob(network: Network, cabling: Cabling): Promise<void> {
  const bob = network.start("bob", { wrapper: cabling.inside("bob") });
  await bob.waitFor('"bob" is running');
}

test("the doctor names a firewall that drops what goes to the port", async () => {
  await using cabling = await Cabling.lan("alice", "bob");
  await using network = await makeNetwork();
  const chain = ["inet", "kozo", "wall"];
  const hook = "{ type filter hook input priority 0; }";
  await cabling.filter("bob", "add", "chain", ...chain, hook);
  const rule = ["tcp", "dport", "6020", "drop"];
  await cabling.filter("bob", "add", "rule", ...chain, ...rule);
  await startBob(network, cabling);
  assertCause(
    await consultBoth(network, cabling),
    "firewall",
    /the machine is there, but .*; let TCP port 6020 in by the firewall of "bob"/,
  );
});

test("the doctor names a firewall that refuses, as if there were no way", async () => {
  await using cabling = await Cabling.lan("alice", "bob");
  await using network = await makeNetwork();
  const chain = ["inet", "kozo", "wall"];
  const hook = "{ type filter hook input priority 0; }";
  await cabling.filter("bob", "add", "chain", ...chain, hook);
  const reject = ["reject", "with", "icmp", "type", "admin-prohibited"];
  const rule = ["tcp", "dport", "6020", ...reject];
  await cabling.filter("bob", "add", "rule", ...chain, ...rule);
  await startBob(network, cabling);
  assertCause(
    await consultBoth(network, cabling),
    "firewall",
    /the machine is there, but a firewall refuses .*; let TCP port 6020 in/,
  );
});

test("the doctor says when it is this machine that is in no network", async () => {
  await using cabling = await Cabling.lan("alice", "bob");
  await using network = await makeNetwork();
  await cabling.ip("alice", "link", "set", "lan", "down");
  assertCause(
    await consultBoth(network, cabling),
    "unreachable",
    /this machine has no way into that network; is its own cable in/,
  );
});

test("the doctor does not know a firewall that drops all from a machine that is off", async () => {
  await using cabling = await Cabling.lan("alice", "bob");
  await using network = await makeNetwork();
  await cabling.deafen("bob", "10.77.0.1");
  await startBob(network, cabling);
  assertCause(
    await consultBoth(network, cabling),
    "no-answer",
    /nothing comes back: .*; does "ping 10\.77\.0\.2" have an answer\?/,
  );
});

test("the doctor names a machine that is not there", async () => {
  await using cabling = await Cabling.lan("alice", "bob");
  await using network = await makeNetwork("10.77.0.9");
  assertCause(
    await consultBoth(network, cabling),
    "unreachable",
    /no way leads there.*; is it switched on/,
  );
});

test("the doctor finds the usual port where another is in the file", async () => {
  await using cabling = await Cabling.lan("alice", "bob");
  await using network = await makeNetwork("10.77.0.2:7020");
  await startBob(network, cabling);
  assertCause(
    await consultBoth(network, cabling),
    "wrong-port",
    /"bob" does at 10\.77\.0\.2:6020; correct the port/,
  );
});

test("the doctor tells of each address, and is content with one", async () => {
  await using cabling = await Cabling.lan("alice", "bob");
  await using network = await makeNetwork("10.77.0.2:7020", "10.77.0.2");
  await startBob(network, cabling);
  for (const said of await consultBoth(network, cabling)) {
    const { diagnosis, findings } = said;
    assert.equal(diagnosis.healthy, true, diagnosis.text);
    assert.equal(diagnosis.cause, "wrong-port");
    const verdicts = findings.filter(({ step }) => step === "connection")
      .map(({ address, verdict }) => [address, verdict]);
    assert.deepEqual(verdicts, [
      ["10.77.0.2:7020", "bad"],
      ["10.77.0.2:6020", "good"],
    ]);
  }
});

test("the doctor says of an address of a node that is linked what is true of it, not that the machine is off", async () => {
  await using cabling = await Cabling.lan("alice", "bob");
  await using network = await makeNetwork(
    "10.77.0.2",
    "10.77.0.3",
    "10.77.0.9",
  );
  await cabling.ip(
    ...["bob", "address", "add", "10.77.0.3/24", "dev", "lan"] as const,
  );
  const chain = ["inet", "kozo", "wall"];
  const hook = "{ type filter hook input priority 0; }";
  await cabling.filter("bob", "add", "chain", ...chain, hook);
  const rule = ["ip", "daddr", "10.77.0.3", "drop"];
  await cabling.filter("bob", "add", "rule", ...chain, ...rule);
  await startBob(network, cabling);
  const wrapper = cabling.inside("alice");
  const alice = network.start("alice", { wrapper });
  await alice.waitFor('Linked with "bob"');
  const said = await consult(network, "alice", "bob", { wrapper });
  assert.equal(said.diagnosis.healthy, true);
  const found = said.findings.filter(({ verdict }) => verdict === "bad")
    .map(({ address, cause, text, advice }) =>
      [address, cause, `${text}; ${advice}`] as const
    );
  assert.deepEqual(found, [
    [
      "10.77.0.3:6020",
      "no-answer",
      'nothing comes back from there, though "bob" is linked; correct ' +
      "this address in the configuration, on all nodes; if it is right, let " +
      'TCP port 6020 in by the firewall of "bob"',
    ],
    [
      "10.77.0.9:6020",
      "unreachable",
      'no way leads there, though "bob" is linked; if this address is ' +
      "for another network, all is well; else correct it in the configuration, " +
      "on all nodes",
    ],
  ]);
});
