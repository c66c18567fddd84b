import assert from "node:assert/strict";
import fc from "fast-check";
import { startScript } from "../../scripts/bench/bench-process.ts";
import { complaintAbout, originOf } from "../../scripts/bench/executable.ts";
import type { Figures } from "../../scripts/bench/figures.ts";
import {
  bareFraming,
  type Framing,
  LENGTH_SIZE,
} from "../../scripts/bench/framing.ts";
import { linkFraming } from "../../scripts/bench/floors/link-framing.ts";
import {
  measureBurst,
  measureFlow,
  measureLoad,
} from "../../scripts/bench/counts.ts";
import {
  measureFlow as measureFlowOf,
  middleFlow,
} from "../../scripts/bench/measure-flow.ts";
import {
  carryOut,
  type Measurement,
} from "../../scripts/bench/measurements.ts";
import {
  PAYLOAD_SIZE,
  PAYLOAD_SIZES,
  readPayload,
  wallClock,
  Wanted,
  writePayload,
} from "../../scripts/bench/payload.ts";
import { howToInstall } from "../../scripts/bench/peers/programs.ts";
import {
  bytesToDisk,
  children,
  cpuSeconds,
  ofTree,
  residentMemory,
} from "../../scripts/bench/process-usage.ts";
import { Publisher } from "../../scripts/bench/publisher.ts";
import { trafficOf } from "../../scripts/bench/sockets.ts";
import {
  median,
  percentiles,
  quantile,
  sum,
} from "../../scripts/bench/statistics.ts";
import {
  documentsOf,
  readFigures,
} from "../../scripts/bench/report/documents.ts";
import {
  measureBroadcast,
  measureRoundTrips,
} from "../../scripts/bench/times.ts";
import { timeToListen } from "../../scripts/bench/start.ts";
import { StreamWire } from "../../scripts/bench/stream-wire.ts";
import { Subscriber } from "../../scripts/bench/subscriber.ts";
import { WAYS } from "../../scripts/bench/ways.ts";
import type { Wire } from "../../scripts/bench/wire.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { inCi } from "../../scripts/test/complaint.ts";
import { documentedTask } from "../docs/documented.ts";
import { withFolder } from "./temporary-folder.ts";
import { makeDuplexPair } from "../support/duplex-pair.ts";
import { PATIENCE } from "../support/patience.ts";

/** Kinds of programs without JavaScript: mosquitto's and ZeroMQ's. */
const NATIVES = 2;

/** A publisher and a subscriber at the two ends of a wire in this process. */
async function withPair(
  work: (publisher: Publisher) => Promise<void>,
  change: (wire: Wire) => Wire = (wire) => wire,
): Promise<void> {
  const [near, far] = makeDuplexPair();
  const nearWire = change(new StreamWire(near, bareFraming));
  const { signal } = new AbortController();
  const publisher = new Publisher(nearWire, signal);
  const subscriber = new Subscriber(new StreamWire(far, bareFraming));
  const running = Promise.all([publisher.run(), subscriber.run()]);
  await work(publisher);
  near.destroy();
  await running;
}

/** Loses the 10th message, which asks for nothing. */
function lossy(wire: Wire): Wire {
  let sent = 0;
  return {
    send: (payload) => ++sent === 10 ? undefined : wire.send(payload),
    receive: (take) => wire.receive(take),
  };
}

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

Deno.test("measureFlow() counts what has arrived", async () => {
  for (const size of PAYLOAD_SIZES) {
    await withPair(async (publisher) => {
      const flow = await measureFlow(publisher, 0.05, 64, size);
      assert.equal(flow.dropped, 0);
      // The account that it asks for at first does not count.
      assert.equal(flow.messages, publisher.sent - 1);
      assert.ok(flow.messages >= 64);
      assert.ok(flow.seconds >= 0.05);
    });
  }
});

Deno.test("measureFlow(), measureLoad() and measureBurst() count what was dropped", async () => {
  await withPair(async (publisher) => {
    const { dropped } = await measureFlow(publisher, 0.05, 64);
    assert.equal(dropped, 1);
  }, lossy);
  await withPair(async (publisher) => {
    const { messages, dropped } = await measureLoad(publisher, 0.05, 1000);
    // The last one asks for an account.
    assert.deepEqual([messages, dropped], [51, 1]);
  }, lossy);
  await withPair(async (publisher) => {
    const { messages, dropped } = await measureBurst(publisher, 20, 0);
    assert.deepEqual([messages, dropped], [21, 1]);
  }, lossy);
});

Deno.test("a flow that lost messages is measured again, and counted", async () => {
  const { signal } = new AbortController();
  await withPair(async (publisher) => {
    const way = {
      name: "tcp",
      window: 64,
      pids: { publisher: Deno.pid, subscriber: Deno.pid },
      publisher: {
        measure: async <Result>(what: Measurement) =>
          await carryOut(what, publisher) as Result,
      },
    } as const;
    const measure = () => measureFlowOf(way, PAYLOAD_SIZE, 0.05, signal);
    const flows = [await measure(), await measure()];
    assert.deepEqual(flows.map(({ discarded }) => discarded), [1, 0]);
    assert.equal(middleFlow(flows).discarded, 1);
  }, lossy);
});

Deno.test("a publisher whose question was dropped asks again", async () => {
  await withPair(async (publisher) => {
    for (let i = 1; i < 10; i++) publisher.send(Wanted.Nothing);
    const { number, received } = await publisher.ask();
    assert.deepEqual([number, received], [11, 10]);
  }, lossy);
});

Deno.test("measureFlow() has no more than a window on the way", async () => {
  const window = 64;
  let most = 0;
  let sent = 0;
  let answered = 0;
  await withPair(async (publisher) => {
    await measureFlow(publisher, 0.05, window);
  }, (wire) => ({
    send(payload) {
      most = Math.max(most, ++sent - answered);
      wire.send(payload);
    },
    receive: (take) =>
      wire.receive((payload) => {
        answered = readPayload(payload).number;
        take(payload);
      }),
  }));
  assert.equal(most, window);
});

Deno.test("measureRoundTrips() has a time for each message", async () => {
  await withPair(async (publisher) => {
    const times = await measureRoundTrips(publisher, 0.1, 500);
    assert.equal(times.length, 50);
    assert.ok(times.every((time) => time >= 0));
  });
});

Deno.test("measureRoundTrips() leaves out what was lost", async () => {
  await withPair(async (publisher) => {
    const times = await measureRoundTrips(publisher, 0.1, 500);
    assert.equal(times.length, 49);
  }, lossy);
});

Deno.test("measureBroadcast() has a first and a last arrival", async () => {
  await withPair(async (publisher) => {
    const spreads = await measureBroadcast(publisher, 3, 1);
    assert.equal(spreads.length, 3);
    for (const { first, last } of spreads) assert.equal(first, last);
  });
});

Deno.test("a payload survives being written and read", () => {
  const numbers = fc.record({
    wanted: fc.constantFrom(
      Wanted.Nothing,
      Wanted.Answer,
      Wanted.LateAnswer,
    ),
    number: fc.nat(),
    received: fc.nat(),
    time: fc.nat(),
  }, { noNullPrototype: true });
  fc.assert(fc.property(numbers, fc.nat(100), (payload, offset) => {
    const memory = new Uint8Array(offset + PAYLOAD_SIZE);
    const bytes = memory.subarray(offset);
    writePayload(bytes, payload);
    assert.deepEqual(readPayload(bytes), payload);
  }));
});

Deno.test("a frame's payload is what stood behind its head", () => {
  for (const framing of [bareFraming, linkFraming()]) {
    for (const size of PAYLOAD_SIZES) {
      const head = framing.head(size);
      const frame = new Uint8Array(head.length - LENGTH_SIZE + size);
      const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
      assert.equal(length, frame.length);
      frame[frame.length - size] = 7;
      const payload = framing.payload(frame);
      assert.deepEqual([payload.length, payload[0]], [size, 7]);
    }
  }
});

Deno.test("StreamWire puts together what was torn apart", async () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1 });
  const payloads = fc.array(fc.constantFrom(...PAYLOAD_SIZES), {
    minLength: 1,
    maxLength: 50,
  });
  const framings = fc.constantFrom(bareFraming, linkFraming());
  await fc.assert(
    fc.asyncProperty(framings, payloads, pieces, tearAndRead),
    { numRuns: 20 },
  );
});

/** Sends payloads of these sizes, and hands them on in such pieces. */
async function tearAndRead(
  framing: Framing,
  payloads: number[],
  pieces: number[],
): Promise<void> {
  const [near, middle] = makeDuplexPair();
  const [source, far] = makeDuplexPair();
  let piece = 0;
  middle.on("data", (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) {
      const end = at + (pieces[piece++ % pieces.length] ?? 1) * 8;
      source.write(bytes.subarray(at, end));
      at = end;
    }
  });
  const wire = new StreamWire(near, framing);
  const got: number[][] = [];
  const complete = Promise.withResolvers<void>();
  const reading = new StreamWire(far, framing).receive((payload) => {
    got.push([payload.length, payload[0] ?? NaN]);
    if (got.length === payloads.length) complete.resolve();
  });
  const wanted = payloads.map((size, i) => [size, i]);
  for (const [size = 0, first = 0] of wanted) {
    const payload = new Uint8Array(size);
    payload[0] = first;
    wire.send(payload);
  }
  await complete.promise;
  near.destroy();
  source.destroy();
  await reading;
  assert.deepEqual(got, wanted);
}

Deno.test("quantile() and median() sort and choose", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.99), 10);
  assert.equal(quantile([5], 0.5), 5);
  assert.ok(Number.isNaN(median([])));
});

Deno.test("percentiles() are medians of the rounds, or of all if they are short", () => {
  const long = (slow: number) =>
    Array.from({ length: 400 }, (_, i) => i < 390 ? 1 : slow);
  assert.deepEqual(
    percentiles([long(2), long(3), long(90)]),
    { p50: 1, p99: 3, p999: 90 },
  );
  assert.deepEqual(
    percentiles([[1, 2, 3], [2, 3, 4], [1, 1, 9]]),
    { p50: 2, p99: 9, p999: null },
  );
});

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

Deno.test("wallClock() is the time of day", () => {
  assert.ok(Math.abs(wallClock() - Date.now()) < 60_000);
});
