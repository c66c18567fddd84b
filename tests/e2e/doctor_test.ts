import assert from "node:assert/strict";
import { Server } from "ssh2";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { authenticateAsServer } from "../../core/ssh/server.ts";
import { PROTOCOL_VERSION } from "../../core/version.ts";
import { encodeFrame } from "../../core/wire/codec.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { at, consult, consultTwice } from "../support/doctor.ts";
import { Door } from "../support/door.ts";
import { Network, tcpAt } from "../support/network.ts";
import { runKozo } from "../support/run-kozo.ts";
import { makeNode, makeSystem } from "../support/system.ts";
import { hasTerminal, Terminal } from "../support/terminal.ts";
import {
  assertCause,
  makeNetwork,
  startAlice,
  waitForLink,
  writeHers,
} from "./doctor-patients.ts";

const IN_1970 = new URL("kozo-in-1970.ts", import.meta.url).pathname;

Deno.test("the doctor finds nothing wrong, goes all the way, and disturbs no link", async () => {
  await using network = await makeNetwork();
  await startAlice(network, "config.yml");
  const bob = network.start("bob");
  await waitForLink(network);
  const [running, inPlace] = await consultTwice(network, "alice", "bob");
  for (const { diagnosis, findings } of [running, inPlace]) {
    assert.deepEqual([diagnosis.healthy, diagnosis.cause], [true, null]);
    assert.ok(findings.every(({ verdict }) => verdict === "good"));
    assert.deepEqual(
      findings.map(({ step }) => step).filter((step) => step !== "link"),
      [
        ...["configuration", "clock", "policy", "transports", "connection"],
        ...["banner", "host key", "our key", "channel", "hello", "drift"],
        "ping",
      ],
    );
  }
  assert.match(at(running, "link").text, /^linked over tcp: /);
  assert.doesNotMatch(bob.output, /Link with "alice" ended|has moved|Refused/);
  assert.equal(bob.output.match(/Linked with "alice"/g)?.length, 1);
});

Deno.test("the doctor of a node that does not run leaves the other's redialling alone", async () => {
  await using network = await makeNetwork();
  const bob = network.start("bob");
  await bob.waitFor('No link to "alice": refused');
  const from = bob.output.length;
  const config = "config.yml";
  const { diagnosis } = await consult(network, "alice", "bob", { config });
  assert.equal(diagnosis.healthy, true);
  await bob.stop();
  assert.doesNotMatch(bob.output.slice(from), /WRN|ERR/);
});

Deno.test("the doctor names a node that does not run", async () => {
  await using network = await makeNetwork();
  await startAlice(network, "config.yml");
  await assertCause(network, "not-running", /nobody listens.*kozo run/);
});

Deno.test("the doctor names a wrong port, and the right one", async () => {
  await using network = await makeNetwork();
  const port = network.port("bob");
  const [wrong] = freePorts(1);
  const tcp = { ...tcpAt(port), address: `127.0.0.1:${wrong}` };
  await writeHers(network, { bob: { transports: { tcp } } });
  // Else bob would dial alice, and the two be linked all the same.
  const { system } = network.config;
  const bob = { ...system.bob, selfToOthersConnectPolicy: "never" };
  const his = { ...network.config, system: { ...system, bob } };
  await network.write("bob.yml", his);
  network.start("bob", { config: "bob.yml" });
  await startAlice(network, "alice.yml");
  await assertCause(
    network,
    "wrong-port",
    new RegExp(`"bob" does at 127\\.0\\.0\\.1:${port}; correct the port`),
    "alice.yml",
  );
});

Deno.test("the doctor of a node that is linked names the port that the link goes to", async () => {
  await using network = await makeNetwork({
    bob: { selfToOthersConnectPolicy: "never" },
  });
  await writeHers(network, {});
  network.start("bob");
  await startAlice(network, "alice.yml");
  await waitForLink(network);
  const [wrong = 0] = freePorts(1);
  await writeHers(network, { bob: { transports: { tcp: tcpAt(wrong) } } });
  const reloaded = await runKozo(network.folder, ["reload", "--node", "alice"]);
  assert.equal(reloaded.code, 0, reloaded.stderr);
  const { diagnosis, findings } = await consult(network, "alice", "bob");
  assert.deepEqual([diagnosis.healthy, diagnosis.cause], [true, "wrong-port"]);
  const last = findings.at(-1);
  const port = network.port("bob");
  assert.match(
    last?.text ?? "",
    new RegExp(`"bob" does at 127.0.0.1:${port}$`),
  );
  assert.match(last?.advice ?? "", /correct the port .*kozo reload/);
});

Deno.test("the doctor never says of a node that is linked that it does not run, and leaves its own port alone", async () => {
  await using network = await makeNetwork();
  const [wrong = 0] = freePorts(1);
  await writeHers(network, { bob: { transports: { tcp: tcpAt(wrong) } } });
  network.start("bob");
  const alice = await startAlice(network, "alice.yml");
  await waitForLink(network);
  const from = alice.output.length;
  const { diagnosis, findings } = await consult(network, "alice", "bob");
  assert.deepEqual([diagnosis.healthy, diagnosis.cause], [true, "wrong-port"]);
  const last = findings.findLast(({ verdict }) => verdict === "bad");
  assert.match(
    last?.text ?? "",
    /nobody listens there, though "bob" is linked/,
  );
  assert.doesNotMatch(JSON.stringify(findings), /start the node/);
  assert.doesNotMatch(alice.output.slice(from), /Refused a connection/);
});

Deno.test("the doctor names policies that forbid the link", async () => {
  await using network = await makeNetwork({
    bob: {
      selfToOthersConnectPolicy: "never",
      othersToSelfConnectPolicy: "never",
    },
  });
  network.start("bob");
  await startAlice(network, "config.yml");
  await assertCause(network, "policy", /never linked; see "selfToOthersConn/);
});

Deno.test("the doctor says who has to dial where a policy forbids one direction", async () => {
  await using network = await makeNetwork({
    bob: { othersToSelfConnectPolicy: "never" },
  });
  network.start("bob");
  await startAlice(network, "config.yml");
  await waitForLink(network);
  const said = await consult(network, "alice", "bob");
  assert.equal(said.diagnosis.healthy, true);
  assert.match(at(said, "policy").advice ?? "", /^"bob" has to dial/);
});

Deno.test("the doctor names another version of the protocol, and which node to update", async () => {
  await using network = await makeNetwork();
  const publicKeyOf = (name: string) =>
    String(network.config.system[name]?.publicKey);
  const [alice, bob] = ["alice", "bob"].map((name) =>
    makeNode(name, { publicKey: publicKeyOf(name), isSelf: name === "bob" })
  );
  assert.ok(alice !== undefined && bob !== undefined);
  const credentials = {
    system: makeSystem(bob, alice),
    privateKey: await network.read("bob"),
  };
  const { signal } = new AbortController();
  let protocol = PROTOCOL_VERSION - 1;
  await using _foreign = await Door.at(network.port("bob"), (socket) => {
    authenticateAsServer(socket, credentials, signal).then(({ session }) => {
      session.stream.on("error", () => {});
      session.connection.on("error", () => {});
      const hello = encodeFrame({ kind: "foreign-hello", protocol });
      session.stream.write(hello);
    }, () => {});
  });
  await startAlice(network, "config.yml");
  await assertCause(network, "version", /version 0 .* Kōzō on the other one;/);
  protocol = PROTOCOL_VERSION + 1;
  await assertCause(
    network,
    "version",
    /version 2 .* update Kōzō on this node/,
  );
});

Deno.test("the doctor names a clock in 1970, here and there", async () => {
  await using network = await makeNetwork();
  await startAlice(network, "config.yml");
  network.start("bob", { script: IN_1970 });
  await waitForLink(network);
  for (const said of await consultTwice(network, "alice", "bob")) {
    assert.deepEqual(
      [said.diagnosis.healthy, said.diagnosis.cause],
      [true, "clock"],
    );
    assert.match(at(said, "ping").text, /its clock is \d+ years behind this/);
    assert.equal(at(said, "clock").verdict, "good");
  }
  const said = await consult(network, "bob", "alice");
  assert.equal(said.diagnosis.cause, "clock");
  assert.match(at(said, "clock").text, /clock says 1970-01-01/);
  assert.match(at(said, "clock").advice ?? "", /timedatectl/);
});

Deno.test("the doctor names a name that nobody knows", async () => {
  await using network = await makeNetwork();
  const tcp = { ...tcpAt(network.port("bob")), address: "bob.invalid" };
  await writeHers(network, { bob: { transports: { tcp } } });
  await startAlice(network, "alice.yml");
  await assertCause(network, "name", /"bob\.invalid".*IP address/, "alice.yml");
});

Deno.test("the doctor names what is not Kōzō by its first words", async () => {
  await using network = await makeNetwork();
  await using _web = await Door.at(network.port("bob"), (socket) => {
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  });
  await startAlice(network, "config.yml");
  await assertCause(network, "not-kozo", /words are "HTTP\/1\.1 400 Bad/);
});

Deno.test("the doctor names an SSH server that is not Kōzō's, whatever its key", async () => {
  await using network = await makeNetwork();
  const ssh2 = {
    hostKeys: [generateKeyPair().privateKey],
    ident: "OpenSSH_10",
  };
  await using _sshd = await Door.at(network.port("bob"), (socket) => {
    const server = new Server(ssh2, (client) => client.on("error", () => {}));
    server.injectSocket(socket);
  });
  await startAlice(network, "config.yml");
  await assertCause(
    network,
    "not-kozo",
    /an SSH server, but not Kōzō's: "SSH-2.0-OpenSSH_10"; .*correct the port/,
  );
});

Deno.test("the doctor names a node that hangs", async () => {
  await using network = await makeNetwork();
  const bob = network.start("bob");
  await bob.waitFor('"bob" is running');
  bob.signal("SIGSTOP");
  const config = "config.yml";
  const { diagnosis } = await consult(network, "alice", "bob", { config });
  assert.equal(diagnosis.cause, "silent");
});

Deno.test("the doctor names a node that hangs though it is linked", async () => {
  // Long enough for the link to stay while nothing comes.
  await using network = await Network.make({ alice: {}, bob: {} });
  await startAlice(network, "config.yml");
  const bob = network.start("bob");
  await waitForLink(network);
  bob.signal("SIGSTOP");
  const said = await consult(network, "alice", "bob");
  assert.equal(said.diagnosis.cause, "silent");
  assert.equal(said.diagnosis.healthy, false);
  assert.match(at(said, "link").text, /^linked .*, but has not answered/);
  assert.match(at(said, "link").advice ?? "", /"bob" hangs, or has gone/);
});

Deno.test("the doctor is content with a link that only the other can make, and looks over it", async () => {
  await using network = await makeNetwork();
  const tcp = { port: network.port("bob") };
  await writeHers(network, { bob: { transports: { tcp } } });
  await startAlice(network, "alice.yml");
  network.start("bob");
  await waitForLink(network);
  const said = await consult(network, "alice", "bob");
  assert.deepEqual(
    [said.diagnosis.healthy, said.diagnosis.cause],
    [true, "drift"],
  );
  assert.match(at(said, "transports").text, /^only "bob" can dial, and has$/);
  assert.match(at(said, "ping").text, /^answered in /);
});

Deno.test("the doctor names a node that has no address, and who can dial", async () => {
  await using network = await makeNetwork();
  const tcp = { port: network.port("bob") };
  await writeHers(network, { bob: { transports: { tcp } } });
  await startAlice(network, "alice.yml");
  await assertCause(
    network,
    "no-transport",
    /"bob" has no address .*; "bob" has to dial: ask "kozo doctor alice"/,
    "alice.yml",
  );
});

Deno.test("the doctor names another configuration, there and in the file", async () => {
  await using network = await makeNetwork();
  await startAlice(network, "config.yml");
  await network.write("bob.yml", { ...network.config, heartbeat: 2 });
  network.start("bob", { config: "bob.yml" });
  await waitForLink(network);
  for (const said of await consultTwice(network, "alice", "bob")) {
    assert.deepEqual(
      [said.diagnosis.healthy, said.diagnosis.cause],
      [true, "drift"],
    );
    assert.match(at(said, "drift").text, /^"bob" runs \w{16}, "alice" \w{16}$/);
  }
  await network.write("config.yml", { ...network.config, heartbeat: 3 });
  const changed = await consult(network, "alice", "bob");
  assert.match(at(changed, "configuration").advice ?? "", /kozo reload/);
  await Deno.writeTextFile(network.path("config.yml"), "system: 7\n");
  const wrong = await consult(network, "alice", "bob");
  assert.match(at(wrong, "configuration").text, /the file is wrong now: /);
});

Deno.test("the doctor says in 80 columns what he finds, and knows whom he cannot look at", async () => {
  await using network = await makeNetwork();
  await startAlice(network, "config.yml");
  const { folder } = network;
  const args = ["doctor", "bob", "--node", "alice"];
  const { code, stdout, stderr } = await runKozo(folder, args);
  assert.equal(code, 8);
  for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
  assert.match(stdout, /^✓ policy {8}to "bob" constant, .* +[\d.]+ ms$/m);
  assert.match(stdout, /^127\.0\.0\.1:\d+\n✗ connection /m);
  assert.match(stdout, /^ {16}→ start the node there/m);
  assert.match(stderr, /^kozo: "alice" and "bob" cannot be linked from here: /);
  const place = ["--config", "config.yml"];
  for (
    const [args, code] of [
      [["bbo", "--node", "alice"], 1],
      [["alice", "--node", "alice"], 1],
      [["bbo", "--node", "alice", ...place], 4],
      [["alice", "--node", "alice", ...place], 4],
      [["bob", "--node", "ailce", ...place], 4],
      [["bob", ...place], 1],
      [["bob", "--node", "alice", "--config", "nowhere.yml"], 2],
      [["bob", "--node", "carol"], 7],
    ] as const
  ) {
    const outcome = await runKozo(folder, ["doctor", ...args]);
    assert.equal(outcome.code, code, `${args}: ${outcome.stderr}`);
    assert.match(outcome.stderr, /^kozo: [^\n]+\n$/);
  }
});

Deno.test({
  name: "the doctor shows on a terminal step by step what he finds" +
    (hasTerminal() ? "" : " (skipped: there is no tmux)"),
  ignore: !hasTerminal(),
  fn: async () => {
    await using network = await makeNetwork();
    await startAlice(network, "config.yml");
    network.start("bob");
    await waitForLink(network);
    const args = ["doctor", "bob", "--node", "alice"];
    await using terminal = await Terminal.run(network.folder, args);
    const screen = await terminal.waitFor(/"alice" and "bob" are linked/);
    assert.match(screen, /^✓ ping +answered in [\d.]+ ms +[\d.]+ ms$/m);
    // deno-lint-ignore no-control-regex -- a colour is one
    assert.match(await terminal.screen(true), /\x1b\[32m✓/);
  },
});
