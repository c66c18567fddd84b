import assert from "node:assert/strict";
import fc from "fast-check";
import { Handoff } from "kozo";

const { signal } = new AbortController();

Deno.test("Handoff hands things over in order, whoever comes first", async () => {
  const turn = fc.array(fc.constantFrom("give", "take"), { maxLength: 40 });
  await fc.assert(fc.asyncProperty(turn, async (turns) => {
    const handoff = new Handoff<number>();
    const takes: Promise<number>[] = [];
    let given = 0;
    for (const turn of turns) {
      if (turn === "give") handoff.give(given++);
      else takes.push(handoff.take(signal));
    }
    const served = await Promise.all(takes.slice(0, given));
    assert.deepEqual(served, served.map((_, i) => i));
  }));
});

Deno.test("Handoff.take() rejects at once when it is aborted already", async () => {
  const handoff = new Handoff<string>();
  handoff.give("a thing");
  const reason = new Error("enough");
  await assert.rejects(handoff.take(AbortSignal.abort(reason)), reason);
  assert.equal(await handoff.take(signal), "a thing");
});

Deno.test("Handoff gives nothing to a taker that has gone", async () => {
  const handoff = new Handoff<string>();
  const [stays, goes, too] = [
    new AbortController(),
    new AbortController(),
    new AbortController(),
  ];
  const first = handoff.take(stays.signal);
  const second = assert.rejects(handoff.take(goes.signal), { message: "bye" });
  const third = handoff.take(too.signal);
  goes.abort(new Error("bye"));
  await second;
  handoff.give("one");
  handoff.give("two");
  assert.deepEqual(await Promise.all([first, third]), ["one", "two"]);
  stays.abort();
});
