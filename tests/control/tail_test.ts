import assert from "node:assert/strict";
import { Event, Log, type Message, Order } from "kozo";
import { Tail, type TailLine, type TailLoss } from "../../core/control/tail.ts";
import { encodeValue } from "../../core/wire/value.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const CLOCK = { sender: "clock", senderRole: "timer1", timestamp: 7 };
const DOOR = { sender: "door", senderRole: "bell", timestamp: 8 };

function event(type: string, data: unknown = null, origin = CLOCK): Event {
  return new Event(origin, type, undefined, encodeValue(data));
}

const EVERYTHING = { type: undefined, from: undefined, role: undefined };

/** Somebody who watches, and reads as fast as a test lets him. */
class Watcher implements AsyncDisposable {
  readonly shown: (TailLine | TailLoss)[] = [];
  readonly environment = new VirtualEnvironment();
  readonly tail: Tail;
  readonly #life = new AbortController();
  readonly #running: Promise<void>;

  constructor(filter: Partial<ConstructorParameters<typeof Tail>[0]> = {}) {
    this.tail = new Tail({ ...EVERYTHING, ...filter });
    const show = (lines: (TailLine | TailLoss)[]) => {
      this.shown.push(...lines);
      return Promise.resolve();
    };
    const { signal } = this.#life;
    this.#running = this.tail.run(show, this.environment, signal);
  }

  see(...messages: readonly Message[]): Promise<void> {
    for (const message of messages) this.tail.see(message);
    return this.environment.advance(1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort();
    await this.#running;
  }
}

Deno.test("a tail shows messages of every kind in their order", async () => {
  await using watcher = new Watcher();
  const open = new Order(DOOR, "open", "garage", encodeValue({ a: 1n }));
  await watcher.see(event("tick", ["Ping!"]), open, new Log(CLOCK, "Tick"));
  assert.deepEqual(watcher.shown, [
    {
      kind: "event",
      sender: "clock",
      role: "timer1",
      time: 7,
      type: "tick",
      channel: null,
      data: ["Ping!"],
    },
    {
      kind: "order",
      sender: "door",
      role: "bell",
      time: 8,
      type: "open",
      channel: "garage",
      data: { a: 1 },
    },
    { kind: "log", sender: "clock", role: "timer1", time: 7, text: "Tick" },
  ]);
});

const FILTERS = [[{ type: "tick" }, 1], [{ from: "door" }, 2], [{
  role: "timer1",
}, 2], [{ from: "clock", type: "ring" }, 0]] as const;

for (const [filter, expected] of FILTERS) {
  Deno.test(`a tail of ${JSON.stringify(filter)} shows nothing else`, async () => {
    await using watcher = new Watcher(filter);
    const ring = event("ring", null, DOOR);
    const logs = [new Log(CLOCK, "Tick"), new Log(DOOR, "Ring")];
    await watcher.see(event("tick"), ring, ...logs);
    assert.equal(watcher.shown.length, expected);
  });
}

Deno.test("guarantee 5: what a tail is too slow for is counted, in messages and in bytes", async () => {
  await using watcher = new Watcher();
  await watcher.see(...Array.from({ length: 1000 }, () => event("tick")));
  assert.equal(watcher.shown.length, 257);
  assert.deepEqual(watcher.shown.at(-1), { lost: 744 });
  watcher.shown.length = 0;
  const large = "x".repeat(600_000);
  await watcher.see(event("a", large), event("b", large));
  assert.deepEqual(watcher.shown.at(-1), { lost: 1 });
});

Deno.test("a tail shows a few thousand messages a second, and no more", async () => {
  await using watcher = new Watcher();
  const { environment, tail } = watcher;
  for (let second = 0; second < 1; second += 0.001) {
    for (let i = 0; i < 100; i++) tail.see(event("tick"));
    await environment.advance(0.001);
  }
  const lines = watcher.shown.filter((line) => "kind" in line).length;
  assert.ok(lines > 4000 && lines < 6000, `${lines}`);
});

Deno.test("a tail shows data as JSON can say it, and shares none of it with roles", async () => {
  await using watcher = new Watcher();
  const message = event("all", {
    bytes: Uint8Array.of(1, 2),
    date: new Date(0),
    huge: 2n ** 63n,
    none: NaN,
  });
  await watcher.see(message);
  const [line] = watcher.shown;
  assert.ok(line !== undefined && "data" in line);
  assert.deepEqual(line.data, {
    bytes: { base64: "AQI=" },
    date: "1970-01-01T00:00:00.000Z",
    huge: "9223372036854775808",
    none: null,
  });
  assert.notEqual(message.data, line.data);
});

Deno.test("a tail ends while it waits, and while it pauses", async () => {
  await using _idle = new Watcher();
  const busy = new Watcher();
  busy.tail.see(event("tick"));
  await busy.environment.settle();
  await busy[Symbol.asyncDispose]();
  assert.equal(busy.environment.pending, 0);
});
