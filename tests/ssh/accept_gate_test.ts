import assert from "node:assert/strict";
import fc from "fast-check";
import { LinkError, LinkReason } from "kozo";
import {
  AcceptGate,
  type AcceptGateLimits,
} from "../../core/ssh/accept-gate.ts";
import type { Place } from "../../core/ssh/place.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const LIMITS = {
  pending: 4,
  pendingPerAddress: 2,
  standstill: 100,
  waiting: 3,
  waitingPerAddress: 2,
  patience: 10,
};

const never = new AbortController().signal;

/** Somebody who has come to a gate. */
interface Visitor {
  readonly address: string | undefined;
  place: Place | undefined;
  error: unknown;
}

function setUp(limits: AcceptGateLimits = LIMITS) {
  const environment = new VirtualEnvironment();
  const gate = new AcceptGate(limits, environment);
  const come = (
    address: string | undefined,
    signal: AbortSignal = never,
  ): Visitor => {
    const visitor: Visitor = { address, place: undefined, error: undefined };
    gate.enter(address, signal).then(
      (place) => visitor.place = place,
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
  const inside = () => visitors.filter(({ place }) => place !== undefined);
  assert.deepEqual(inside(), visitors.slice(0, 4));
  visitors[2]?.place?.leave();
  await environment.settle();
  assert.deepEqual(inside(), visitors.slice(0, 5));
  visitors[0]?.place?.leave();
  await environment.settle();
  assert.deepEqual(inside(), visitors);
});

Deno.test("AcceptGate lets two of one address in, and others past those who wait", async () => {
  const { environment, come } = setUp();
  const [one, two, three] = ["a", "a", "a"].map((a) => come(a));
  const other = come("b");
  await environment.settle();
  assert.ok(one?.place && two?.place && other.place);
  assert.equal(three?.place, undefined);
  other.place.leave();
  await environment.settle();
  assert.equal(three?.place, undefined);
  one.place.leave();
  await environment.settle();
  assert.ok(three?.place);
});

Deno.test("AcceptGate does not count what comes from this machine, or from nowhere, by address", async () => {
  const addresses = ["127.0.0.1", "::1", "127.8.9.1", undefined];
  for (const address of addresses) {
    const { environment, come } = setUp();
    const visitors = Array.from({ length: 5 }, () => come(address));
    await environment.settle();
    assert.equal(visitors.filter(({ place }) => place).length, 4);
  }
});

Deno.test("AcceptGate counts all other addresses", async () => {
  for (const address of ["128.0.0.1", "::ffff:10.0.0.1", "fe80::1", "1127."]) {
    const { environment, come } = setUp();
    const visitors = Array.from({ length: 3 }, () => come(address));
    await environment.settle();
    assert.equal(visitors.filter(({ place }) => place).length, 2);
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
  visitors[0]?.place?.leave();
  await environment.settle();
  assert.ok(late.place);
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
  inside[0]?.place?.leave();
  await environment.settle();
  assert.ok(next.place);
  const late = come("z", abort.signal);
  await environment.settle();
  assert.equal(late.error, reason);
  assert.equal(environment.pending, 0);
});

Deno.test("AcceptGate counts a leave once", async () => {
  const { environment, come } = setUp();
  const visitors = Array.from({ length: 6 }, (_, i) => come(`${i}`));
  await environment.settle();
  visitors[0]?.place?.leave();
  visitors[0]?.place?.leave();
  await environment.settle();
  assert.ok(visitors[4]?.place);
  assert.equal(visitors[5]?.place, undefined);
});

/** A gate at which nobody stands still for long while others wait. */
const BRISK = { ...LIMITS, standstill: 5 };

Deno.test("AcceptGate gives the place of who stands still to who waits, and no other", async () => {
  const { environment, come } = setUp(BRISK);
  const inside = ["a", "b", "c", "d"].map((address) => come(address));
  await environment.advance(3);
  for (const visitor of inside.slice(1)) visitor.place?.moveOn();
  const next = come("e");
  await environment.advance(1.9);
  assert.equal(next.place, undefined);
  await environment.advance(0.1);
  assert.ok(next.place);
  assert.deepEqual(inside.map(wasTaken), [true, false, false, false]);
  assert.match(
    String(inside[0]?.place?.signal.reason),
    /It stood still for 5 s while others waited$/,
  );
  inside[0]?.place?.leave();
  await environment.advance(100);
  assert.deepEqual(inside.map(wasTaken), [true, false, false, false]);
  assert.equal(environment.pending, 0);
});

Deno.test("AcceptGate gives the place of who has stood still already at once", async () => {
  const { environment, come } = setUp(BRISK);
  const inside = ["a", "a"].map((address) => come(address));
  await environment.advance(60);
  assert.deepEqual(inside.map(wasTaken), [false, false]);
  const other = come("b");
  const next = come("a");
  await environment.settle();
  assert.ok(next.place && other.place);
  assert.deepEqual(inside.map(wasTaken), [true, false]);
});

Deno.test("AcceptGate leaves those in peace whose place would help nobody", async () => {
  const { environment, come } = setUp(BRISK);
  const [one, two, other] = ["a", "a", "b"].map((address) => come(address));
  await environment.advance(4);
  one?.place?.moveOn();
  two?.place?.moveOn();
  const next = come("a");
  await environment.advance(4);
  assert.ok(other && !wasTaken(other));
  assert.equal(next.place, undefined);
});

function wasTaken({ place }: Visitor): boolean {
  return place?.signal.aborted === true;
}

Deno.test("AcceptGate keeps its bounds, and no place empty, whoever comes and goes", async () => {
  const step = fc.oneof(
    fc.constantFrom("a", "b", "c", "::1"),
    fc.constantFrom("time goes by"),
    fc.nat(20),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { environment, come } = setUp(BRISK);
      let visitors: Visitor[] = [];
      for (const step of steps) {
        if (step === "time goes by") await environment.advance(2);
        else if (typeof step === "string") visitors.push(come(step));
        else {
          const inside = visitors.filter(({ place }) => place !== undefined);
          const leaver = inside[step % Math.max(inside.length, 1)];
          leaver?.place?.leave();
          visitors = visitors.filter((visitor) => visitor !== leaver);
        }
        await environment.settle();
        visitors = visitors
          .filter((one) => one.error === undefined && !wasTaken(one));
        assertBounds(visitors);
      }
    }),
    { numRuns: 50 },
  );
});

/** Those inside are not too many, and no one waits who might go in. */
function assertBounds(visitors: readonly Visitor[]): void {
  const inside = visitors.filter(({ place }) => place !== undefined);
  const waiting = visitors.filter(({ place }) => place === undefined);
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
