import assert from "node:assert/strict";
import { ExitCode } from "../../core/cli/exit-codes.ts";
import { VERSION } from "../../core/version.ts";
import { Network } from "../support/network.ts";

/** The program, and a transport that keeps it from ending. */
const SCRIPT = new URL("kozo.ts", import.meta.url).pathname;

/** What is printed at each level. */
const LEVELS: readonly (readonly [level: string, tags: string[]])[] = [
  ["debug", ["DBG", "INF", "WRN"]],
  ["info", ["INF", "WRN"]],
  ["warning", ["WRN"]],
  ["warn", ["WRN"]],
];

function makeNetwork(): Promise<Network> {
  return Network.make({ clock: { roles: { timer: {} } } });
}

Deno.test("kozo config.yml clock, the form of 2014, runs the node", async () => {
  await using network = await makeNetwork();
  const clock = network.run(["config.yml", "clock"]);
  await clock.waitFor('INF node: "clock" is running\n');
  assert.equal(await clock.stop(), 0, clock.output);
  assert.match(clock.output, /INF node: "clock" is stopping: SIGTERM\n$/);
});

Deno.test("SIGINT ends a node as SIGTERM does, exit code 0", async () => {
  await using network = await makeNetwork();
  const clock = network.start("clock");
  await clock.waitFor("is running");
  assert.equal(await clock.stop("SIGINT"), 0, clock.output);
  assert.match(clock.output, /INF node: "clock" is stopping: SIGINT\n$/);
});

Deno.test("two signals that come together are one", async () => {
  await using network = await makeNetwork();
  const clock = network.start("clock");
  await clock.waitFor("is running");
  clock.signal("SIGINT");
  assert.equal(await clock.stop("SIGINT"), 0, clock.output);
  assert.match(clock.output, /INF node: "clock" is stopping: SIGINT\n$/);
});

Deno.test("a transport that heeds no signal does not keep its node from ending", async () => {
  const transports = { stubborn: {} };
  await using network = await Network.make({ clock: { transports } });
  const clock = network.start("clock", { script: SCRIPT });
  await clock.waitFor("is running");
  assert.equal(await clock.stop(), 0, clock.output);
  assert.match(clock.output, /WRN stubborn: .* accept has not returned/);
});

Deno.test("--log-format json gives an object on each line", async () => {
  await using network = await makeNetwork();
  const clock = network.start("clock", { args: ["--log-format", "json"] });
  await clock.waitFor("is running");
  assert.equal(await clock.stop(), 0, clock.output);
  const lines = clock.output.trimEnd().split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ level, message }) => `${level} ${message}`), [
    `INFO Listening on port ${network.port("clock")}`,
    'INFO "clock" is running',
    'INFO "clock" is stopping: SIGTERM',
  ]);
});

for (const [level, tags] of LEVELS) {
  Deno.test(`--log-level ${level} lets through ${tags}`, async () => {
    // Nobody is at the other's address: there is a line of each level.
    await using network = await Network.make({ clock: {}, other: {} });
    const clock = network.start("clock", { args: ["--log-level", level] });
    await clock.waitFor("WRN link: No link to");
    assert.equal(await clock.stop(), 0, clock.output);
    const found = clock.output.matchAll(/^\S+ ([A-Z]{3}) /gm);
    assert.deepEqual(new Set([...found].map(([, tag]) => tag)), new Set(tags));
  });
}

Deno.test("kozo --version prints the version", async () => {
  await using network = await makeNetwork();
  const program = network.run(["--version"]);
  assert.equal(await program.exitCode(), 0);
  assert.equal(program.output, `${VERSION}\n`);
});

Deno.test("kozo --help lists every exit code", async () => {
  await using network = await makeNetwork();
  const program = network.run(["--help"]);
  assert.equal(await program.exitCode(), 0);
  const [, list = ""] = program.output.split("Exit codes:\n");
  const codes = [...list.matchAll(/\b\d+\b/g)].map(([code]) => Number(code));
  assert.deepEqual(codes, Object.values(ExitCode));
});
