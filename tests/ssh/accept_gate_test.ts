import assert from "node:assert/strict";
import fc from "fast-check";
import { LinkError, LinkReason } from "kozo";
import { AcceptGate, type Leave } from "../../core/ssh/accept-gate.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const LIMITS = {
  pending: 4,
  pendingPerAddress: 2,
  waiting: 3,
  waitingPerAddress: 2,
  patience: 10,
};

const never = new AbortController().signal;

/** Somebody who has come to a gate. */
interface Visitor {
  readonly address: string | undefined;
  leave: Leave | undefined;
  error: unknown;
}

function setUp() {
  const environment = new VirtualEnvironment();
  const gate = new AcceptGate(LIMITS, environment);
  const come = (
    address: string | undefined,
    signal: AbortSignal = never,
  ): Visitor => {
    const visitor: Visitor = { address, leave: undefined, error: undefined };
    gate.enter(address, signal).then(
      (leave) => visitor.leave = leave,
      (error) => visitor.error = error,
    );
    return visitor;
  };
  return { environment, gate, come };
}

function isCrowded(error: unknown): boolean {
  return error instanceof LinkError && error.reason === LinkReason.Crowded;
}

Deno.test("AcceptGate lets so many in at once, the others in turn", async () => {
  const { environment, come } = setUp();
  const visitors = ["a", "b", "c", "d", "e", "f"].map((a) => come(a));
  await environment.settle();
  const inside = () => visitors.filter(({ leave }) => leave !== undefined);
  assert.deepEqual(inside(), visitors.slice(0, 4));
  visitors[2]?.leave?.();
  await environment.settle();
  assert.deepEqual(inside(), visitors.slice(0, 5));
  visitors[0]?.leave?.();
  await environment.settle();
  assert.deepEqual(inside(), visitors);
});

Deno.test("AcceptGate lets two of one address in, and others past those who wait", async () => {
  const { environment, come } = setUp();
  const [one, two, three] = ["a", "a", "a"].map((a) => come(a));
  const other = come("b");
  await environment.settle();
  assert.ok(one?.leave && two?.leave && other.leave);
  assert.equal(three?.leave, undefined);
  other.leave();
  await environment.settle();
  assert.equal(three?.leave, undefined);
  one.leave();
  await environment.settle();
  assert.ok(three?.leave);
});

Deno.test("AcceptGate does not count what comes from this machine, or from nowhere, by address", async () => {
  const addresses = ["127.0.0.1", "::1", "127.8.9.1", undefined];
  for (const address of addresses) {
    const { environment, come } = setUp();
    const visitors = Array.from({ length: 5 }, () => come(address));
    await environment.settle();
    assert.equal(visitors.filter(({ leave }) => leave).length, 4);
  }
});

Deno.test("AcceptGate counts all other addresses", async () => {
  for (const address of ["128.0.0.1", "::ffff:10.0.0.1", "fe80::1", "1127."]) {
    const { environment, come } = setUp();
    const visitors = Array.from({ length: 3 }, () => come(address));
    await environment.settle();
    assert.equal(visitors.filter(({ leave }) => leave).length, 2);
  }
});

Deno.test("AcceptGate turns away who finds too many waiting", async () => {
  const { environment, come } = setUp();
  const visitors = Array.from({ length: 8 }, (_, i) => come(`${i}`));
  await environment.settle();
  const turnedAway = visitors.filter(({ error }) => isCrowded(error));
  assert.deepEqual(turnedAway, visitors.slice(7));
  assert.match(String(turnedAway[0]?.error), /: 3 others wait$/);
});

Deno.test("AcceptGate turns away who has waited too long", async () => {
  const { environment, come } = setUp();
  const visitors = Array.from({ length: 5 }, (_, i) => come(`${i}`));
  await environment.advance(9.9);
  assert.equal(visitors[4]?.error, undefined);
  await environment.advance(0.1);
  assert.ok(isCrowded(visitors[4]?.error));
  assert.match(String(visitors[4]?.error), /: no place within 10 s$/);
  const late = come("late");
  visitors[0]?.leave?.();
  await environment.settle();
  assert.ok(late.leave);
  assert.equal(environment.pending, 0);
});

Deno.test("AcceptGate forgets who is aborted while waiting, and refuses who is already", async () => {
  const { environment, come } = setUp();
  const reason = new Error("enough");
  const abort = new AbortController();
  const inside = Array.from({ length: 4 }, (_, i) => come(`${i}`));
  const waiting = come("x", abort.signal);
  const next = come("y");
  await environment.settle();
  abort.abort(reason);
  await environment.settle();
  assert.equal(waiting.error, reason);
  inside[0]?.leave?.();
  await environment.settle();
  assert.ok(next.leave);
  const late = come("z", abort.signal);
  await environment.settle();
  assert.equal(late.error, reason);
  assert.equal(environment.pending, 0);
});

Deno.test("AcceptGate counts a leave once", async () => {
  const { environment, come } = setUp();
  const visitors = Array.from({ length: 6 }, (_, i) => come(`${i}`));
  await environment.settle();
  visitors[0]?.leave?.();
  visitors[0]?.leave?.();
  await environment.settle();
  assert.ok(visitors[4]?.leave);
  assert.equal(visitors[5]?.leave, undefined);
});

Deno.test("AcceptGate keeps its bounds, and no place empty, whoever comes and goes", async () => {
  const step = fc.oneof(
    fc.constantFrom("a", "b", "c", "::1"),
    fc.nat(20),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { environment, come } = setUp();
      let visitors: Visitor[] = [];
      for (const step of steps) {
        if (typeof step === "string") visitors.push(come(step));
        else {
          const inside = visitors.filter(({ leave }) => leave !== undefined);
          const leaver = inside[step % Math.max(inside.length, 1)];
          leaver?.leave?.();
          visitors = visitors.filter((visitor) => visitor !== leaver);
        }
        await environment.settle();
        visitors = visitors.filter(({ error }) => error === undefined);
        assertBounds(visitors);
      }
    }),
    { numRuns: 50 },
  );
});

/** Those inside are not too many, and no one waits who might go in. */
function assertBounds(visitors: readonly Visitor[]): void {
  const inside = visitors.filter(({ leave }) => leave !== undefined);
  const waiting = visitors.filter(({ leave }) => leave === undefined);
  const isFull = (address: string | undefined) =>
    address !== "::1" &&
    inside.filter((one) => one.address === address).length >= 2;
  assert.ok(inside.length <= LIMITS.pending);
  assert.ok(waiting.length <= LIMITS.waiting);
  for (const address of ["a", "b", "c"]) {
    assert.ok(inside.filter((one) => one.address === address).length <= 2);
  }
  if (inside.length < LIMITS.pending) {
    assert.ok(waiting.every(({ address }) => isFull(address)));
  }
}
