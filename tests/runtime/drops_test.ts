import assert from "node:assert/strict";
import { Drops } from "../../core/runtime/drops.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

function setUp() {
  const lines: string[] = [];
  const environment = new VirtualEnvironment();
  const drops = new Drops(environment, (text) => lines.push(text));
  return { drops, lines, environment };
}

Deno.test("Drops counts by queue and reason", () => {
  const { drops } = setUp();
  drops.warn("role a", "full", 2);
  drops.note("role a", "full", 3);
  drops.note("node b", "never", 1);
  drops.warn("node b", "full", 4);
  assert.deepEqual([...drops.totals], [
    ["role a: full", 5],
    ["node b: never", 1],
    ["node b: full", 4],
  ]);
});

Deno.test("Drops warns at once, then once a minute, of all since the last time", async () => {
  const { drops, lines, environment } = setUp();
  drops.warn("role a", "full", 1);
  for (let second = 1; second <= 61; second++) {
    await environment.advance(1);
    drops.warn("role a", "full", 2);
  }
  assert.deepEqual(lines, [
    "Dropped 1 message (role a: full)",
    "Dropped 120 messages (role a: full)",
  ]);
});

Deno.test("Drops warns of each queue on its own", () => {
  const { drops, lines } = setUp();
  drops.warn("role a", "full", 1);
  drops.warn("role b", "full", 1);
  assert.equal(lines.length, 2);
});

Deno.test("Drops says nothing of what is dropped as a matter of course", () => {
  const { drops, lines } = setUp();
  drops.note("node b", "unlinked", 100);
  assert.deepEqual(lines, []);
});
