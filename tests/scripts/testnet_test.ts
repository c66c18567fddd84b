import assert from "node:assert/strict";
import { withFolder } from "./temporary-folder.ts";
import { Testnet } from "./testnet-process.ts";

/** The processes that run in a folder. */
async function processesIn(folder: string): Promise<string[]> {
  const pids = await Array.fromAsync(Deno.readDir("/proc"), ({ name }) => name);
  const places = await Promise.all(
    pids.filter((pid) => /^\d+$/.test(pid)).map(async (pid) => ({
      pid,
      // A process may end while we look.
      cwd: await Deno.readLink(`/proc/${pid}/cwd`).catch(() => ""),
    })),
  );
  // A folder that has been removed is "… (deleted)".
  return places.filter(({ cwd }) => cwd.startsWith(folder)).map((p) => p.pid);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("deno task testnet --seconds N shows ticks and ends well", async () => {
  // On a busy machine the nodes may take long to start.
  await using testnet = new Testnet(["--seconds", "20"]);
  const { code } = await testnet.end();
  assert.equal(code, 0, testnet.output);
  assert.match(testnet.output, /^node2 \| .*cuckoo: .*timer1@node1$/m);
  assert.match(testnet.output, /^node3 \| .*<cuckoo@node2> Cuckoo received/m);
  assert.equal(await exists(testnet.folder), false);
});

for (const name of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${name} ends deno task testnet and leaves nothing`, async () => {
    await using testnet = new Testnet();
    await testnet.waitFor(/^node2 \| .*cuckoo: /m);
    const { folder } = testnet;
    assert.equal((await processesIn(folder)).length, 3);

    testnet.signal(name);
    assert.equal((await testnet.end()).code, 0);
    assert.match(testnet.output, /^node3 \| .*"node3" is stopping/m);
    assert.deepEqual(await processesIn(folder), []);
    assert.equal(await exists(folder), false);
  });
}

const LOST_STARTERS = [
  ["deno task testnet", "deno task", "SIGKILL", () => new Testnet()],
  ["npx … task testnet", "npx", "SIGTERM", () => Testnet.byNpx()],
  ["npx … task testnet", "npx", "SIGKILL", () => Testnet.byNpx()],
] as const;

for (const [command, starter, signal, start] of LOST_STARTERS) {
  Deno.test(`${command} leaves nothing after ${signal} to ${starter}`, async () => {
    await using testnet = start();
    await testnet.waitFor(/"node3" is running/);
    const { folder } = testnet;
    assert.equal((await processesIn(folder)).length, 3);

    testnet.signalFirst(signal);
    await testnet.end();
    assert.match(testnet.output, /^node3 \| .*"node3" is stopping/m);
    assert.deepEqual(await processesIn(folder), []);
    assert.equal(await exists(folder), false);
  });
}

Deno.test("deno task testnet --keep keeps keys, storage and log", async () => {
  await withFolder(async (parent) => {
    const folder = `${parent}/net`;
    // Of the first run node3 may hear no more than the second tick.
    for (const lastCuckoo of [/Last cuckoo: /, /Last cuckoo: \(/]) {
      await using testnet = new Testnet(["--keep", folder]);
      await testnet.waitFor(/Last cuckoo: .*\n/);
      testnet.signal("SIGTERM");
      assert.equal((await testnet.end()).code, 0);
      const [line = ""] = /Last cuckoo: .*/.exec(testnet.output) ?? [];
      assert.match(line, lastCuckoo);
    }
    const files = await Array.fromAsync(Deno.readDir(folder), (f) => f.name);
    assert.deepEqual(files.sort(), [
      "config.yml",
      "keys",
      "node3.log",
      "storage",
    ]);
  });
});

Deno.test("deno task testnet --seconds N fails when no tick arrived", async () => {
  await using testnet = new Testnet(["--seconds", "0.05"]);
  assert.equal((await testnet.end()).code, 1);
  assert.equal(await exists(testnet.folder), false);
});

Deno.test("deno task testnet fails when all nodes end by themselves", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/config.yml`, "system: {clock: {}}");
    await using testnet = new Testnet(["--keep", folder]);
    assert.equal((await testnet.end()).code, 1);
    assert.match(testnet.output, /^clock \| config\.yml:1:/m);
    assert.match(testnet.output, /^clock \| ended by itself: exit code 3$/m);
  });
});

Deno.test("deno task testnet --tmux needs a terminal", async () => {
  await using testnet = new Testnet(["--tmux"]);
  assert.equal((await testnet.end()).code, 1);
  assert.equal(testnet.output, "");
});
