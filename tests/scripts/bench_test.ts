import assert from "node:assert/strict";
import fc from "fast-check";
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
import { Publisher } from "../../scripts/bench/publisher.ts";
import {
  median,
  percentiles,
  quantile,
} from "../../scripts/bench/statistics.ts";
import {
  measureBroadcast,
  measureRoundTrips,
} from "../../scripts/bench/times.ts";
import { StreamWire } from "../../scripts/bench/stream-wire.ts";
import { Subscriber } from "../../scripts/bench/subscriber.ts";
import type { Wire } from "../../scripts/bench/wire.ts";
import { makeDuplexPair } from "../support/duplex-pair.ts";

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

Deno.test("wallClock() is the time of day", () => {
  assert.ok(Math.abs(wallClock() - Date.now()) < 60_000);
});
