import assert from "node:assert/strict";
import fc from "fast-check";
import { cpuTime } from "../../scripts/bench/cpu-time.ts";
import { compare, type Figures } from "../../scripts/bench/figures.ts";
import type { WayFigures } from "../../scripts/bench/measure-ways.ts";
import {
  measureFlow,
  measureRoundTrips,
} from "../../scripts/bench/measurements.ts";
import {
  PAYLOAD_SIZE,
  readPayload,
  Wanted,
  writePayload,
} from "../../scripts/bench/payload.ts";
import {
  cpuSeconds,
  residentMemory,
} from "../../scripts/bench/process-usage.ts";
import { Publisher } from "../../scripts/bench/publisher.ts";
import { describeFigures } from "../../scripts/bench/report.ts";
import { median, quantile } from "../../scripts/bench/statistics.ts";
import { frameHead, StreamWire } from "../../scripts/bench/stream-wire.ts";
import { Subscriber } from "../../scripts/bench/subscriber.ts";
import type { Wire } from "../../scripts/bench/wire.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { documentedTask } from "../docs/documented.ts";
import { makeDuplexPair } from "../support/duplex-pair.ts";

/** A publisher and a subscriber at the two ends of a wire in this process. */
async function withPair(
  work: (publisher: Publisher) => Promise<void>,
  change: (wire: Wire) => Wire = (wire) => wire,
): Promise<void> {
  const [near, far] = makeDuplexPair();
  const nearWire = change(new StreamWire(near, frameHead()));
  const { signal } = new AbortController();
  const publisher = new Publisher(nearWire, signal);
  const subscriber = new Subscriber(new StreamWire(far, frameHead()));
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

/** Figures that differ by `factor` from those in which everything is 1. */
function wayFigures(factor: number): WayFigures {
  return {
    messagesPerSecond: factor,
    cpuPerMessage: factor,
    publisherCpuPerMessage: factor,
    subscriberCpuPerMessage: factor,
    roundTripP50: factor,
    roundTripP99: factor,
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

Deno.test("deno task bench --quick --json prints figures that make sense", async () => {
  const { code, stdout, stderr } = await bench(
    ...documentedTask("deno task bench --quick"),
    "--json",
  );
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stderr));
  const figures: Figures = JSON.parse(decoder.decode(stdout));
  const { machine, ways, memory, sandbox, mesh, ratios } = figures;
  assert.ok(machine.cores > 0);
  assert.deepEqual(
    Object.keys(ways),
    ["kozo", "kozoDefaultQueues", "kozoSandbox", "ssh", "tcp"],
  );
  assertPositive({ ways, mesh, ratios }, "figures");
  assert.ok(sandbox.megabytes > 10 && Number.isFinite(sandbox.seconds));
  for (const way of Object.values(ways)) {
    assert.ok(way.roundTripP50 <= way.roundTripP99);
  }
  assert.deepEqual(memory.map(({ links }) => links), [0, 3]);
  for (const { kozo, ssh } of memory) assertPositive({ kozo, ssh }, "memory");
  assert.deepEqual([mesh.nodes, mesh.links], [3, 3]);
  assert.deepEqual(ratios, compare(ways));
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
  await withPair(async (publisher) => {
    const flow = await measureFlow(publisher, 0.05, 64);
    assert.equal(flow.dropped, 0);
    // The account that it asks for at first does not count.
    assert.equal(flow.messages, publisher.sent - 1);
    assert.ok(flow.messages >= 64);
    assert.ok(flow.seconds >= 0.05);
  });
});

Deno.test("measureFlow() counts what was dropped", async () => {
  await withPair(async (publisher) => {
    const { dropped } = await measureFlow(publisher, 0.05, 64);
    assert.equal(dropped, 1);
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
      // Those that ask for an account come before and after the flow.
      if (readPayload(payload).wanted !== Wanted.Account) {
        most = Math.max(most, ++sent - answered);
      }
      wire.send(payload);
    },
    receive: (take) =>
      wire.receive((payload) => {
        answered = Math.max(answered, readPayload(payload).number - 1);
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

Deno.test("a payload survives being written and read", () => {
  const numbers = fc.record({
    wanted: fc.constantFrom(Wanted.Nothing, Wanted.Answer, Wanted.Account),
    number: fc.nat(),
    received: fc.nat(),
    cpu: fc.nat(),
  }, { noNullPrototype: true });
  fc.assert(fc.property(numbers, fc.nat(100), (payload, offset) => {
    const memory = new Uint8Array(offset + PAYLOAD_SIZE);
    const bytes = memory.subarray(offset);
    writePayload(bytes, payload);
    assert.deepEqual(readPayload(bytes), payload);
  }));
});

Deno.test("StreamWire puts together what was torn apart", async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), sizes, tearAndRead),
    { numRuns: 30 },
  );
});

/** Sends so many payloads, and hands them on in pieces of these sizes. */
async function tearAndRead(count: number, sizes: number[]): Promise<void> {
  const head = frameHead(Uint8Array.of(1, 2, 3));
  const [near, middle] = makeDuplexPair();
  const [source, far] = makeDuplexPair();
  let piece = 0;
  middle.on("data", (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) {
      const end = at + (sizes[piece++ % sizes.length] ?? 1);
      source.write(bytes.subarray(at, end));
      at = end;
    }
  });
  const wire = new StreamWire(near, head);
  const got: number[] = [];
  const complete = Promise.withResolvers<void>();
  const reading = new StreamWire(far, head).receive(([first = NaN]) => {
    if (got.push(first) === count) complete.resolve();
  });
  const wanted = Array.from({ length: count }, (_, i) => i % 256);
  for (const first of wanted) {
    const payload = new Uint8Array(PAYLOAD_SIZE);
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

Deno.test("a process's memory and CPU time are read from /proc", async () => {
  const before = await cpuSeconds(Deno.pid);
  // The system counts in steps of 10 ms.
  const end = cpuTime() + 50_000;
  while (cpuTime() < end);
  assert.ok(await cpuSeconds(Deno.pid) > before);
  const memory = await residentMemory(Deno.pid);
  assert.ok(memory > 0.5 * Deno.memoryUsage().rss / 1e6);
  assert.ok(memory < 2 * Deno.memoryUsage().rss / 1e6);
});

Deno.test("describeFigures() says whether the aims are reached", () => {
  const describe = (kozo: number, load = 0) => {
    const ways = {
      kozo: wayFigures(kozo),
      kozoDefaultQueues: wayFigures(1),
      kozoSandbox: wayFigures(1),
      ssh: wayFigures(1),
      tcp: wayFigures(1),
    };
    return describeFigures({
      machine: { cores: 4, deno: "2.9.5", load },
      ways,
      memory: [{ links: 1, kozo: 70, ssh: 60 }],
      sandbox: { megabytes: 50, seconds: 0.2 },
      mesh: { nodes: 10, links: 45, seconds: 4, cpuSeconds: 8 },
      ratios: compare(ways),
    });
  };
  assert.match(describe(1), /Rate: +100 % .*aim: 60 %: reached/);
  assert.match(describe(1), /Round trip: 1\.00 .*aim: 3: reached/);
  assert.match(describe(0.5), /Rate: +50 % .*missed/);
  assert.match(describe(4), /Round trip: 4\.00 .*missed/);
  assert.match(describe(1, 1.1), /^4 cores, .*the machine is busy/);
  assert.doesNotMatch(describe(1, 0.9), /busy/);
  assert.match(describe(1), /^10 nodes started at once have all 45 links/m);
});
