import assert from "node:assert/strict";
import { readWord } from "../../core/sandbox/read-word.ts";

Deno.test("readWord() takes no count of a sandbox that would count backwards", () => {
  const taken = { say: "taken", dropped: 0, unwanted: 3 } as const;
  assert.deepEqual(readWord({ ...taken }), taken);
  for (const wrong of [-1, 0.5, NaN, Infinity, 2 ** 53, "3", undefined]) {
    assert.throws(() => readWord({ ...taken, unwanted: wrong }), {
      name: "DecodeError",
      message: 'its sandbox says "taken" without "unwanted"',
    });
  }
});
