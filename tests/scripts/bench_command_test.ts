import assert from "node:assert/strict";
import type { Figures } from "../../scripts/bench/figures.ts";
import { PAYLOAD_SIZES } from "../../scripts/bench/payload.ts";
import {
  documentsOf,
  readFigures,
} from "../../scripts/bench/report/documents.ts";
import { WAYS } from "../../scripts/bench/ways.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { inCi } from "../../scripts/test/complaint.ts";
import { documentedTask } from "../docs/documented.ts";
import { withFolder } from "./temporary-folder.ts";

/** Kinds of programs without JavaScript: mosquitto's and ZeroMQ's. */
const NATIVES = 2;

/** Runs the benchmark as a user does. */
async function bench(...args: string[]): Promise<Deno.CommandOutput> {
  return await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    stdin: "null",
  }).output();
}

function assertPositive(value: unknown, path: string): void {
  if (typeof value !== "object" || value === null) {
    assert.ok(typeof value === "number" && value > 0, `${path} is ${value}`);
    return;
  }
  for (const [key, part] of Object.entries(value)) {
    assertPositive(part, `${path}.${key}`);
  }
}

function assertSensible(figures: Figures, log: string): void {
  const { machine, missing, ways, natives, memory, sandbox, starts } = figures;
  assert.ok(machine.cores > 0);
  const found = Object.keys(ways);
  assert.deepEqual(found, WAYS.filter((name) => found.includes(name)));
  // What nothing else has to be installed for.
  for (const name of ["kozo", "kozoDefaultQueues", "kozoSandbox"] as const) {
    assert.ok(found.includes(name), log);
  }
  // Each of the others is there, or else a line says how to have it.
  const count = found.length + natives.length + missing.length;
  assert.equal(count, WAYS.length + NATIVES);
  for (const { received, messages } of natives) {
    assert.equal(received, messages);
  }
  assertPositive(natives.map(({ cpu }) => cpu), "natives");
  for (const line of missing) assert.match(line, /: apt-get install /);
  if (inCi()) assert.deepEqual(missing, []);
  for (const [name, way] of Object.entries(ways)) {
    const { flows, roundTrips, loads, burst, megabytes, connect } = way;
    assert.deepEqual(flows.map(({ size }) => size), PAYLOAD_SIZES);
    for (const { messagesPerSecond, overhead } of flows) {
      assertPositive(messagesPerSecond, name);
      assert.ok(overhead === null || overhead > 0, `${name}: ${overhead}`);
    }
    for (const { p50, p99 } of roundTrips) {
      assertPositive(p50, name);
      assert.ok(p50 <= p99);
    }
    for (const { delivered, dropped } of loads) {
      assertPositive(delivered, name);
      assert.ok(dropped >= 0 && dropped < 1);
    }
    assert.ok(burst.received > 0 && burst.received <= burst.messages);
    assertPositive({ connect, megabytes: megabytes.sum }, name);
  }
  assert.deepEqual(memory.map(({ links }) => links), [0, 2]);
  for (const { kozo, kozoUnlinked, ssh2 } of memory) {
    assertPositive({ kozo, kozoUnlinked, ssh2 }, "memory");
  }
  assertPositive(figures.flood, "flood");
  assert.ok(sandbox.megabytes > 10 && Number.isFinite(sandbox.seconds));
  assertPositive({ bare: starts.bare, source: starts.source }, "starts");
  assert.equal(figures.watch.links, 10);
  const [mesh] = figures.meshes;
  assert.deepEqual([mesh?.nodes, mesh?.links], [3, 3]);
  assertPositive({ time: mesh?.seconds, cpu: mesh?.cpuSeconds }, "mesh");
  for (const spread of [mesh?.broadcast, mesh?.bareBroadcast]) {
    assert.ok((spread?.first ?? NaN) <= (spread?.last ?? NaN));
  }
}

Deno.test("deno task bench --peers --docs has figures that make sense, in documents", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/performance`);
    await Deno.copyFile(
      `${ROOT}/docs/performance.md`,
      `${folder}/performance.md`,
    );
    // Shortened, and not into the documents of the project.
    const { code, stdout, stderr } = await bench(
      ...documentedTask("deno task bench --peers --docs"),
      ...[folder, "--tiny", "--json"],
    );
    const decoder = new TextDecoder();
    const log = decoder.decode(stderr);
    assert.equal(code, 0, log);
    const figures: Figures = JSON.parse(decoder.decode(stdout));
    assertSensible(figures, log);
    assert.deepEqual(await readFigures(folder), figures);
    for (const [path, text] of await documentsOf(figures, folder)) {
      assert.equal(await Deno.readTextFile(path), text, path);
    }
  });
});

Deno.test("deno task bench --quick ends when it is interrupted", async () => {
  const process = new Deno.Command(Deno.execPath(), {
    args: documentedTask("deno task bench --quick"),
    cwd: ROOT,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const reader = process.stderr.getReader();
  // It says what it does.
  assert.equal((await reader.read()).done, false);
  process.kill("SIGINT");
  while (!(await reader.read()).done);
  assert.equal((await process.status).code, 130);
});

Deno.test("deno task bench refuses an option that it does not know", async () => {
  const { code, stderr } = await bench("task", "--quiet", "bench", "--slow");
  assert.equal(code, 1);
  assert.match(
    new TextDecoder().decode(stderr),
    /^Cannot read the command line: unknown option "--slow".*--quick.*\n$/,
  );
});
