import assert from "node:assert/strict";
import fc from "fast-check";
import { LinkError, LinkReason } from "kozo";
import { Redial } from "../../core/link/redial.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

/** What becomes of a try: it fails for a reason after so many seconds. */
interface Outcome {
  readonly reason: LinkReason;
  readonly after: number;
}

const REFUSED: Outcome = { reason: LinkReason.Refused, after: 0 };

interface Setting {
  readonly seed?: number;
  readonly patience?: number;
  readonly isWanted?: boolean;
  /** What becomes of each try, or nothing when it works. */
  outcome?(tries: number): Outcome | undefined;
}

/** A redial that runs, and what it does. */
class Bench implements AsyncDisposable {
  readonly environment: VirtualEnvironment;
  readonly redial: Redial;
  /** When each try began. */
  readonly tries: number[] = [];
  isWanted: boolean;
  calledOff = 0;
  readonly #outcome: (tries: number) => Outcome | undefined;
  readonly #life = new AbortController();
  readonly #running: Promise<void>;

  constructor(
    { seed = 1, patience = 0, isWanted = true, outcome = () => REFUSED }:
      Setting = {},
  ) {
    const environment = this.environment = new VirtualEnvironment(seed);
    this.isWanted = isWanted;
    this.#outcome = outcome;
    this.redial = new Redial({
      environment,
      connectionRetry: 60,
      patience,
      isWanted: () => this.isWanted,
      dial: (signal) => this.#dial(signal),
    });
    this.#running = this.redial.run(this.#life.signal);
  }

  /** Seconds between the starts of tries. */
  get gaps(): number[] {
    return this.tries.slice(1).map((at, i) => at - (this.tries[i] ?? 0));
  }

  /** The link that was there, or came to be, ends. */
  lose(reason: LinkReason, seconds: number): void {
    this.isWanted = true;
    this.redial.ended(new LinkError(reason, "x"), seconds);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort();
    await this.#running;
    assert.equal(this.environment.pending, 0);
  }

  async #dial(signal: AbortSignal): Promise<LinkError | undefined> {
    this.tries.push(this.environment.monotonic());
    const outcome = this.#outcome(this.tries.length);
    if (outcome === undefined) {
      this.isWanted = false;
      return undefined;
    }
    if (outcome.after > 0 && !await this.#last(outcome.after, signal)) {
      this.calledOff++;
      return undefined;
    }
    return new LinkError(outcome.reason, "x");
  }

  /** Waits; tells whether it was not called off. */
  #last(seconds: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.environment.after(seconds, () => resolve(true));
      signal.addEventListener("abort", () => {
        cancel();
        resolve(false);
      });
    });
  }
}

/** How much sums of times may be off. */
const ROUNDING = 1e-6;

Deno.test("Redial tries at once what is wanted, and goes on until it works", async () => {
  await using bench = new Bench({
    outcome: (tries) => tries < 4 ? REFUSED : undefined,
  });
  await bench.environment.advance(100);
  assert.equal(bench.tries.length, 4);
  assert.equal(bench.tries[0], 0);
});

Deno.test("Redial is patient before the very first try", async () => {
  await using bench = new Bench({ patience: 3, outcome: () => undefined });
  await bench.environment.advance(10);
  assert.deepEqual(bench.tries, [3]);
});

Deno.test("Redial does not try what is not wanted, until it is", async () => {
  await using bench = new Bench({ isWanted: false, outcome: () => undefined });
  await bench.environment.advance(100);
  bench.redial.wake();
  await bench.environment.advance(100);
  assert.equal(bench.tries.length, 0);
  bench.isWanted = true;
  bench.redial.wake();
  await bench.environment.advance(0);
  assert.deepEqual(bench.tries, [200]);
});

Deno.test("Redial waits longer each time, never longer than connectionRetry", async () => {
  const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      await using bench = new Bench({ seed });
      await bench.environment.advance(1000);
      bench.gaps.forEach((gap, failures) => {
        const limit = Math.min(60, 2 ** failures);
        assert.ok(gap <= limit + ROUNDING, `gap ${failures} is ${gap}`);
      });
      assert.ok(bench.tries.length >= 1000 / 60);
      assert.ok(bench.tries.length < 200);
    }),
    { numRuns: 30 },
  );
});

for (
  const reason of [
    LinkReason.KeyRefused,
    LinkReason.WrongHostKey,
    LinkReason.UnknownKey,
    LinkReason.WrongName,
    LinkReason.Version,
    LinkReason.Policy,
    LinkReason.NoTransport,
  ]
) {
  Deno.test(`Redial takes its time after "${reason}", which no retry mends`, async () => {
    await using bench = new Bench({ outcome: () => ({ reason, after: 0 }) });
    await bench.environment.advance(150);
    assert.deepEqual(bench.tries, [0, 60, 120]);
  });
}

Deno.test("Redial counts from the start of a try: one that hangs has waited", async () => {
  await using bench = new Bench({
    outcome: () => ({ reason: LinkReason.KeyRefused, after: 40 }),
  });
  await bench.environment.advance(130);
  assert.deepEqual(bench.tries, [0, 60, 120]);
});

Deno.test("Redial tries again at once when a try took longer than the wait", async () => {
  await using bench = new Bench({
    outcome: () => ({ reason: LinkReason.Timeout, after: 90 }),
  });
  await bench.environment.advance(200);
  assert.deepEqual(bench.tries, [0, 90, 180]);
});

Deno.test("Redial comes back within a second after a link that had lived", async () => {
  await using bench = new Bench({ outcome: () => undefined });
  for (let links = 1; links <= 10; links++) {
    await bench.environment.advance(10);
    assert.equal(bench.tries.length, links);
    bench.lose(LinkReason.Lost, 10);
    await bench.environment.advance(1);
    assert.equal(bench.tries.length, links + 1);
  }
});

Deno.test("Redial waits longer and longer for links that break at once", async () => {
  await using bench = new Bench({ outcome: () => undefined });
  for (let i = 0; i < 1000; i++) {
    await bench.environment.advance(1);
    if (!bench.isWanted) bench.lose(LinkReason.Lost, 1);
  }
  assert.ok(bench.tries.length < 100, `${bench.tries.length} tries`);
});

Deno.test("Redial tries at once when a link had ended as idle and is wanted again", async () => {
  await using bench = new Bench({ outcome: () => undefined });
  await bench.environment.advance(5);
  bench.redial.ended(new LinkError(LinkReason.Idle, "x"), 1);
  await bench.environment.advance(5);
  assert.equal(bench.tries.length, 1);
  bench.isWanted = true;
  bench.redial.wake();
  await bench.environment.advance(0);
  assert.deepEqual(bench.tries, [0, 10]);
});

Deno.test("Redial.callOff() ends the try that is on, and no other", async () => {
  await using bench = new Bench({
    outcome: (tries) =>
      tries === 1 ? { reason: LinkReason.Lost, after: 50 } : undefined,
  });
  await bench.environment.advance(5);
  bench.redial.callOff();
  bench.redial.callOff();
  await bench.environment.advance(0);
  assert.equal(bench.calledOff, 1);
  assert.deepEqual(bench.tries, [0, 5]);
  bench.redial.callOff();
});

Deno.test("Redial ends with its signal, whatever it waits for", async () => {
  {
    await using idle = new Bench({ isWanted: false });
    await idle.environment.advance(1);
  }
  {
    await using pausing = new Bench({ patience: 5 });
    await pausing.environment.advance(1);
  }
  const trying = new Bench({
    outcome: () => ({ reason: LinkReason.Lost, after: 50 }),
  });
  await trying.environment.advance(1);
  await trying[Symbol.asyncDispose]();
  assert.equal(trying.calledOff, 1);
});
