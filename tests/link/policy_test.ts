import assert from "node:assert/strict";
import type { ConnectPolicy } from "kozo";
import { policyBetween } from "../../core/link/policy.ts";
import { makeNode } from "../support/system.ts";

/** The decision tree of 2014: alice's policy, bob's, and what comes of them. */
const TREE: readonly [ConnectPolicy, ConnectPolicy, ConnectPolicy][] = [
  ["constant", "constant", "constant"],
  ["constant", "ondemand", "ondemand"],
  ["constant", "never", "never"],
  ["ondemand", "constant", "ondemand"],
  ["ondemand", "ondemand", "ondemand"],
  ["ondemand", "never", "never"],
  ["never", "constant", "never"],
  ["never", "ondemand", "never"],
  ["never", "never", "never"],
];

for (const [own, theirs, expected] of TREE) {
  Deno.test(`policyBetween(): ${own} to a node that wants ${theirs} is ${expected}`, () => {
    for (const other of ["constant", "ondemand", "never"] as const) {
      const alice = makeNode("alice", {
        selfToOthersConnectPolicy: own,
        othersToSelfConnectPolicy: other,
      });
      const bob = makeNode("bob", {
        selfToOthersConnectPolicy: other,
        othersToSelfConnectPolicy: theirs,
      });
      assert.equal(policyBetween(alice, bob), expected);
    }
  });
}
