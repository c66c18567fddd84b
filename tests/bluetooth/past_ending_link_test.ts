import assert from "node:assert/strict";
import { pastEndingLink } from "../../core/bluetooth/past-ending-link.ts";
import { OsError } from "../../core/os/os-error.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const CUT_OFF = 104; // ECONNRESET
const REFUSED = 111; // ECONNREFUSED

/** Work that fails so and so, in turn, and then does not. */
function failing(...numbers: readonly number[]) {
  const tries = numbers.map((number) => new OsError("Cannot connect", number));
  const calls = { made: 0 };
  const work = () => {
    const error = tries[calls.made++];
    return error === undefined ? Promise.resolve("up") : Promise.reject(error);
  };
  return { calls, work };
}

Deno.test("pastEndingLink() tries again what an ending link took along", async () => {
  const { calls, work } = failing(CUT_OFF, CUT_OFF);
  const { signal } = new AbortController();
  const environment = new VirtualEnvironment();
  const trying = pastEndingLink(signal, work, environment);
  await environment.advance(2);
  assert.equal(await trying, "up");
  assert.equal(calls.made, 3);
});

Deno.test("pastEndingLink() gives up when it happens over and over", async () => {
  const { calls, work } = failing(CUT_OFF, CUT_OFF, CUT_OFF);
  const { signal } = new AbortController();
  const environment = new VirtualEnvironment();
  const refused = assert.rejects(pastEndingLink(signal, work, environment), {
    code: "ECONNRESET",
  });
  await environment.advance(2);
  await refused;
  assert.equal(calls.made, 3);
});

Deno.test("pastEndingLink() lets any other failure through at once", async () => {
  const { calls, work } = failing(REFUSED);
  const { signal } = new AbortController();
  await assert.rejects(pastEndingLink(signal, work), { code: "ECONNREFUSED" });
  assert.equal(calls.made, 1);
});

Deno.test("pastEndingLink() ends with its signal", async () => {
  const stop = new AbortController();
  const { calls, work } = failing(CUT_OFF);
  const waiting = pastEndingLink(stop.signal, () => {
    queueMicrotask(() => stop.abort(new Error("enough")));
    return work();
  });
  await assert.rejects(waiting, /enough/);
  assert.equal(calls.made, 1);
});
