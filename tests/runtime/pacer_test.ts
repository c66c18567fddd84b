import assert from "node:assert/strict";
import type { Environment, Role } from "kozo";
import { realEnvironment } from "../../core/environment.ts";
import { Inbox } from "../../core/runtime/inbox.ts";
import { Pacer } from "../../core/runtime/pacer.ts";
import { eventually } from "../support/eventually.ts";
import { makeNode } from "../support/system.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";
import { type Script, ScriptedRole } from "./scripted-role.ts";
import { logMessage } from "./supervised.ts";

/** Calls `run` as a role's life does; tells when it did. */
class Paced<E extends Environment> implements AsyncDisposable {
  readonly calls: number[] = [];
  /** How often it was seen to do nothing. */
  idlings = 0;
  readonly inbox: Inbox;
  readonly #environment: E;
  readonly #life = new AbortController();
  readonly #running: Promise<void>;

  constructor(script: Script, environment: E) {
    this.#environment = environment;
    this.inbox = new Inbox(
      { length: 100, size: 1000 },
      environment,
      this.#life.signal,
    );
    const role = new ScriptedRole({
      name: "bird",
      node: makeNode("clock"),
      config: script,
    });
    this.#running = this.#run(role);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort();
    await this.#running;
  }

  async #run(role: Role): Promise<void> {
    const { signal } = this.#life;
    const pacer = new Pacer(
      role,
      this.inbox,
      this.#environment,
      signal,
      () => this.idlings++,
    );
    await pacer.beforeFirst();
    while (!signal.aborted) {
      const start = this.#environment.monotonic();
      this.calls.push(start);
      await role.run();
      await pacer.between(start);
    }
  }
}

Deno.test("Pacer waits a random part of the rate before the first call, then the rate", async () => {
  for (const seed of [1, 2, 3]) {
    const environment = new VirtualEnvironment(seed);
    const first = 10 * new VirtualEnvironment(seed).random();
    await using paced = new Paced({ rate: 10 }, environment);
    await environment.advance(first + 20);
    assert.deepEqual(paced.calls, [first, first + 10, first + 20]);
  }
});

Deno.test("Pacer counts from the start of a call, and waits no more when it took longer", async () => {
  const environment = new VirtualEnvironment();
  const durations = [4, 15, 2];
  await using paced = new Paced({
    rate: 10,
    run: () => environment.suspend(durations.shift() ?? 0),
  }, environment);
  await environment.advance(50);
  const [first = 0] = paced.calls;
  assert.deepEqual(
    paced.calls.slice(0, 4).map((at) => Math.round(at - first)),
    [0, 10, 25, 35],
  );
});

Deno.test("Pacer holds a role back though messages wait", async () => {
  const environment = new VirtualEnvironment();
  await using paced = new Paced({ rate: 10 }, environment);
  await environment.advance(10);
  const calls = paced.calls.length;
  paced.inbox.push(logMessage("hello"));
  await environment.advance(1);
  assert.equal(paced.calls.length, calls);
});

Deno.test("Pacer lets messages override the rate where the role wants it", async () => {
  const environment = new VirtualEnvironment();
  await using paced: Paced<VirtualEnvironment> = new Paced({
    rate: 10,
    override: true,
    run: async () => void await paced.inbox.take(0),
  }, environment);
  await environment.advance(10);
  const before = paced.calls.length;
  for (const text of ["one", "two", "three"]) {
    paced.inbox.push(logMessage(text));
  }
  await environment.advance(0.5);
  assert.equal(paced.inbox.length, 0);
  assert.equal(paced.calls.length, before + 3);
  await environment.advance(10);
  assert.equal(paced.calls.length, before + 4);
});

/** A role that never waits for its first so many calls. */
function busyFor(calls: number, run: () => void = () => {}): Script {
  let left = calls;
  return {
    get rate() {
      return left > 0 ? undefined : 10;
    },
    run() {
      left--;
      run();
    },
  };
}

Deno.test("Pacer gives all others their turn after a thousand calls", async () => {
  const environment = new VirtualEnvironment();
  await using one = new Paced(busyFor(1500), environment);
  await using two = new Paced(busyFor(1500), environment);
  await environment.settle();
  assert.equal(one.calls.length, 1000);
  assert.equal(two.calls.length, 1000);
  await environment.advance(0);
  assert.equal(one.calls.length, 1500);
  assert.equal(two.calls.length, 1500);
});

Deno.test("Pacer tells of a role that does nothing but return", async () => {
  const environment = new VirtualEnvironment();
  await using idling = new Paced(busyFor(3500), environment);
  const asking: Paced<VirtualEnvironment> = new Paced(
    busyFor(3500, () => void asking.inbox.take(0)),
    environment,
  );
  await using _ = asking;
  await using calm = new Paced({ rate: 1 }, environment);
  await environment.advance(5);
  assert.equal(idling.calls.length, 3500);
  assert.equal(idling.idlings, 3);
  assert.equal(asking.calls.length, 3500);
  assert.equal(asking.idlings, 0);
  assert.equal(calm.idlings, 0);
});

Deno.test("Pacer gives all others their turn after a hundredth of a second", async () => {
  const environment = new VirtualEnvironment();
  const work = () => environment.suspend(0.004);
  await using paced = new Paced(busyFor(5, work), environment);
  await environment.settle();
  assert.equal(paced.calls.length, 3);
  await environment.advance(0);
  assert.equal(paced.calls.length, 5);
});

Deno.test("Pacer lets timers run beside a role that never waits", async () => {
  await using paced = new Paced({}, realEnvironment);
  const { calls } = paced;
  // In which of these times the machine is busy with others nobody knows.
  await eventually(async () => {
    const before = calls.length;
    await new Promise<void>((resolve) => realEnvironment.after(0.02, resolve));
    return calls.length > before + 1000;
  }, () => `It is called too seldom, ${calls.length} times in all`);
});
