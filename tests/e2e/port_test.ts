import assert from "node:assert/strict";
import { Network } from "../support/network.ts";
import type { Program } from "../support/program.ts";
import { RawPeer } from "../support/raw-peer.ts";
import { canRun, sshAsStranger } from "../support/stranger.ts";

/** Seconds between the ticks. */
const TICK = 0.2;

/** Seconds that strangers have to say who they are. */
const GRACE = 10;

/** A node that ticks, and logs its own ticks. */
async function startClock(network: Network): Promise<Program> {
  const clock = network.start("clock");
  await clock.waitFor('"clock" is running');
  return clock;
}

function makeNetwork(): Promise<Network> {
  const roles = { timer: { tick: TICK }, logger: { file: "clock.log" } };
  return Network.make({ clock: { roles } });
}

/** Waits until the node has ticked twice more, and ends it. */
async function assertLivesOn(clock: Program): Promise<void> {
  const tick = "<timer@clock> Timer sent message:";
  const from = clock.output.length;
  await clock.waitFor(new RegExp(`${tick}[^]*${tick}`), { from });
  assert.equal(await clock.stop(), 0, clock.output);
}

/** Checks that the node logs one line about who has come, and lives on. */
async function assertRefused(clock: Program, why: RegExp): Promise<void> {
  await clock.waitFor("Refused a connection");
  await assertLivesOn(clock);
  const complaints = clock.output.split("\n")
    .filter((line) => /^\S+ (?:WRN|ERR) /.test(line));
  assert.equal(complaints.length, 1, clock.output);
  assert.match(complaints[0] ?? "", why);
}

const GARBAGE: readonly [what: string, words: string | Uint8Array][] = [
  ["text that is not SSH", "Hello, who is there?\r\n\r\n"],
  [
    "random bytes",
    Uint8Array.from({ length: 100_000 }, (_, i) => i * 7919 >> 3),
  ],
];

for (const [what, words] of GARBAGE) {
  Deno.test(`guarantee 4: a node closes a connection with ${what}, and lives on`, async () => {
    await using network = await makeNetwork();
    const clock = await startClock(network);
    using peer = await RawPeer.connect(network.port("clock"));
    await peer.say(words);
    await peer.untilClosed();
    await assertRefused(
      clock,
      /WRN tcp: Refused a connection from \S+: It does not speak SSH: its first words are "/,
    );
  });
}

Deno.test("guarantee 4: a node closes a connection with garbage after SSH's greeting, and lives on", async () => {
  await using network = await makeNetwork();
  const clock = await startClock(network);
  using peer = await RawPeer.connect(network.port("clock"));
  await peer.say("SSH-2.0-stranger\r\n");
  await peer.say(new Uint8Array(2000).fill(0xff));
  await peer.untilClosed();
  await assertRefused(clock, /WRN tcp: Refused a connection from \S+: ./);
});

Deno.test("guarantee 4: a node closes a plain HTTP request, and lives on", async () => {
  await using network = await makeNetwork();
  const clock = await startClock(network);
  // fetch() hangs up without a word when it hears the greeting first.
  using peer = await RawPeer.connect(network.port("clock"));
  await peer.say("GET / HTTP/1.1\r\nHost: clock\r\nAccept: */*\r\n\r\n");
  await peer.untilClosed();
  await assertRefused(
    clock,
    /WRN tcp: Refused a connection from \S+: It does not speak SSH: its first words are "GET \/ HTTP/,
  );
});

Deno.test("guarantee 4: a node closes a connection whose client hangs up at once, and lives on", async () => {
  await using network = await makeNetwork();
  const clock = await startClock(network);
  (await RawPeer.connect(network.port("clock")))[Symbol.dispose]();
  await assertRefused(
    clock,
    /WRN tcp: Refused a connection from \S+: (?:It hung up|The socket broke)/,
  );
});

Deno.test("guarantee 4: a node closes silent connections after the grace time, and lives on", async () => {
  await using network = await makeNetwork();
  const clock = await startClock(network);
  const start = performance.now();
  using silent = await RawPeer.connect(network.port("clock"));
  using faltering = await RawPeer.connect(network.port("clock"));
  await faltering.say("SSH-2.0-stranger\r\n");
  await Promise.all([silent.untilClosed(), faltering.untilClosed()]);
  const seconds = (performance.now() - start) / 1000;
  assert.ok(seconds > 0.9 * GRACE && seconds < 2 * GRACE, `${seconds} s`);
  // The second is not worth a line of its own within the same minute.
  await assertRefused(
    clock,
    /WRN tcp: Refused a connection from \S+: It did not authenticate itself within 10 s$/,
  );
});

Deno.test({
  name: "guarantee 4: a node refuses OpenSSH with a foreign key, and lives on",
  // OpenSSH is not everywhere.
  ignore: !await canRun("ssh", "-V"),
  fn: async () => {
    await using network = await makeNetwork();
    const clock = await startClock(network);
    await network.makeKey("foreign");
    const complaint = await sshAsStranger(
      network.port("clock"),
      "clock",
      network.path("foreign"),
    );
    assert.match(complaint, /Permission denied \(publickey\)/);
    await assertRefused(
      clock,
      /WRN tcp: Refused a connection from \S+: Its key is SHA256:\S+, which no node in the configuration has$/,
    );
  },
});

Deno.test({
  name: "guarantee 4: a node refuses OpenSSH without a key, and lives on",
  // OpenSSH is not everywhere.
  ignore: !await canRun("ssh", "-V"),
  fn: async () => {
    await using network = await makeNetwork();
    const clock = await startClock(network);
    const complaint = await sshAsStranger(network.port("clock"), "root");
    assert.match(complaint, /Permission denied \(publickey\)/);
    await assertRefused(
      clock,
      /WRN tcp: Refused a connection from \S+: It offers no public key, but "none"$/,
    );
  },
});
