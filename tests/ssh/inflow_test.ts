import assert from "node:assert/strict";
import fc from "fast-check";
import { Inflow } from "../../core/ssh/inflow.ts";

/** Adds so many bytes, or takes so many at most. */
type Step = { readonly add: number } | { readonly take: number };

const size = fc.oneof(
  fc.integer({ min: 1, max: 100 }),
  fc.integer({ min: 1, max: 600_000 }),
);
const steps = fc.array(
  fc.oneof(
    fc.record({ add: size }),
    fc.record({ take: size }),
  ),
  { maxLength: 30 },
);

/** Bytes of a stream that does not repeat for long. */
function streamFrom(at: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => ((at + i) * 7919) >> 3);
}

Deno.test("Inflow gives what came, in order, no more than asked for, in a view that stays good until the next", () => {
  fc.assert(
    fc.property(steps, (steps: readonly Step[]) => {
      const inflow = new Inflow();
      let added = 0;
      let taken = 0;
      let last: Uint8Array | undefined;
      const isLastGood = () =>
        last === undefined ||
        sameBytes(last, streamFrom(taken - last.length, last.length));
      for (const step of steps) {
        if ("add" in step) {
          const bytes = streamFrom(added, step.add);
          inflow.add(bytes);
          bytes.fill(0);
          added += step.add;
        } else {
          assert.ok(isLastGood());
          last = inflow.take(step.take);
          assert.equal(last === undefined, taken === added);
          assert.ok((last?.length ?? 0) <= step.take);
          taken += last?.length ?? 0;
        }
        assert.ok(isLastGood());
        assert.equal(inflow.length, added - taken);
      }
    }),
    { numRuns: 50 },
  );
});

Deno.test("Inflow keeps no memory of a rush for long", () => {
  const inflow = new Inflow();
  inflow.add(new Uint8Array(5_000_000));
  assert.equal(inflow.take(Infinity)?.buffer.byteLength, 5_000_000);
  assert.equal(inflow.take(1), undefined);
  inflow.add(Uint8Array.of(1));
  inflow.take(1);
  assert.equal(inflow.take(1), undefined);
  inflow.add(Uint8Array.of(1));
  assert.ok((inflow.take(1)?.buffer.byteLength ?? 0) < 200_000);
});

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
