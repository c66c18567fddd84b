import assert from "node:assert/strict";
import { makeNode, makeSystem } from "../support/system.ts";

Deno.test("System.others are all nodes but this one", () => {
  const [alice, bob, carol] = ["alice", "bob", "carol"].map((name) =>
    makeNode(name)
  );
  assert.ok(alice && bob && carol);
  const system = makeSystem(alice, bob, carol);
  assert.deepEqual(system.others, [bob, carol]);
  assert.equal(system.nodes.get("alice"), system.self);
});

Deno.test("Node reads as its name", () => {
  assert.equal(`${makeNode("clock")}`, "clock");
});
