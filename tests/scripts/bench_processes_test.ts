import assert from "node:assert/strict";
import { startScript } from "../../scripts/bench/bench-process.ts";
import { complaintAbout, originOf } from "../../scripts/bench/executable.ts";
import { howToInstall } from "../../scripts/bench/peers/programs.ts";
import {
  bytesToDisk,
  children,
  cpuSeconds,
  ofTree,
  residentMemory,
} from "../../scripts/bench/process-usage.ts";
import { trafficOf } from "../../scripts/bench/sockets.ts";
import { sum } from "../../scripts/bench/statistics.ts";
import { timeToListen } from "../../scripts/bench/start.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { withFolder } from "./temporary-folder.ts";
import { PATIENCE } from "../support/patience.ts";

Deno.test("a process's memory and CPU time are read from /proc", async () => {
  const before = await cpuSeconds(Deno.pid);
  // The system counts in steps of 10 ms.
  const end = performance.now() + PATIENCE * 1000;
  while (await cpuSeconds(Deno.pid) <= before) {
    assert.ok(performance.now() < end, "it does not count");
  }
  const memory = await residentMemory(Deno.pid);
  assert.ok(memory > 0.5 * Deno.memoryUsage().rss / 1e6);
  assert.ok(memory < 2 * Deno.memoryUsage().rss / 1e6);
  assert.ok(Number.isInteger(await bytesToDisk(Deno.pid)));
});

Deno.test("what a process has started counts with it", async () => {
  const child = new Deno.Command("sleep", { args: ["60"] }).spawn();
  try {
    assert.ok((await children(Deno.pid)).includes(child.pid));
    const count = () => Promise.resolve(1);
    assert.equal(
      await ofTree(Deno.pid, count),
      1 + sum(
        await Promise.all(
          (await children(Deno.pid)).map((pid) => ofTree(pid, count)),
        ),
      ),
    );
  } finally {
    child.kill("SIGKILL");
    await child.status;
  }
});

const noSs = await howToInstall(["ss"]);

Deno.test({
  name: "trafficOf() has the bytes that a process has sent over TCP" +
    (noSs === undefined ? "" : ` (skipped: ${noSs})`),
  ignore: noSs !== undefined,
  fn: async () => {
    const { signal } = new AbortController();
    const pids = [Deno.pid];
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    using near = await Deno.connect({ hostname: "127.0.0.1", port });
    using far = await listener.accept();
    const before = await trafficOf(pids, signal);
    await near.write(new Uint8Array(1000));
    await far.read(new Uint8Array(1000));
    const after = await trafficOf(pids, signal);
    assert.equal((after?.bytes ?? 0) - (before?.bytes ?? 0), 1000);
  },
});

Deno.test("howToInstall() names the packages of what is missing", async () => {
  assert.equal(
    await howToInstall(["mosquitto_pub", "mosquitto_sub", "nats-server"], []),
    "apt-get install mosquitto-clients nats-server",
  );
  assert.equal(await howToInstall([], []), undefined);
});

Deno.test("who waits for a link hears that the process that dials has ended", async () => {
  const { signal } = new AbortController();
  const [port, closed] = freePorts(2).map(String);
  assert.ok(port !== undefined && closed !== undefined);
  await using hub = startScript("idle-ssh2.ts", [port], ".", signal);
  await hub.listening();
  await using dialler = startScript("idle-ssh2.ts", [closed, "1"], ".", signal);
  await assert.rejects(
    hub.linked(1, dialler),
    new RegExp(
      `idle-ssh2.ts ${closed} 1": it has ended; its last words[^]*REFUSED`,
    ),
  );
});

Deno.test("a program that ends before it listens has no time to start", async () => {
  const { signal } = new AbortController();
  const program = { path: Deno.execPath(), args: ["--version"] };
  await assert.rejects(
    timeToListen(program, ".", signal),
    /--version" takes to start: it ended before it listened$/,
  );
});

Deno.test("an executable is asked what it is, or said not to say it", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/kozo`;
    const write = (script: string) =>
      Deno.writeTextFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const origin = { form: "compiled", commit: "0123abc" };
    const said = JSON.stringify({ version: "1.0.0", ...origin });
    await write(`test "$*" = "version --json" && echo '${said}'`);
    assert.deepEqual(await originOf(file), origin);
    await write("echo 'unknown option' >&2; exit 1");
    await assert.rejects(
      originOf(file),
      /^KozoError: Cannot ask what ".*\/kozo" is: ".*" says: unknown option$/,
    );
  });
});

Deno.test("the benchmark complains of an executable that is not of HEAD", () => {
  const form = "compiled";
  const of = (commit: string | null, head: string | null) =>
    complaintAbout({ form, commit }, head);
  assert.match(
    of("abc", "def") ?? "",
    /is of commit "abc", while HEAD is "def"/,
  );
  assert.match(
    of(null, "def") ?? "",
    /does not know its commit, while HEAD is/,
  );
  assert.equal(of("def", "def"), undefined);
  // Without git nobody knows what the sources are.
  assert.equal(of("abc", null), undefined);
});
