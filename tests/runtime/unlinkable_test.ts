import assert from "node:assert/strict";
import { type ConnectPolicy, type Node, Transport } from "kozo";
import { whyUnlinkable } from "../../core/runtime/unlinkable.ts";
import { makeNode } from "../support/system.ts";

interface WireConfig {
  readonly canAccept: boolean;
}

class Wire extends Transport<WireConfig> {
  override canAccept(): boolean {
    return this.config.canAccept;
  }
  override accept(): Promise<never> {
    return Promise.reject(new Error("Nobody comes"));
  }
  override connect(): Promise<never> {
    return Promise.reject(new Error("Nobody is there"));
  }
}

function node(
  name: string,
  canAccept?: boolean,
  selfToOthersConnectPolicy: ConnectPolicy = "constant",
): Node {
  const made = makeNode(name, { selfToOthersConnectPolicy });
  if (canAccept === undefined) return made;
  const config = { canAccept };
  made.transports.set("wire", new Wire({ name: "wire", node: made, config }));
  return made;
}

Deno.test("two nodes can be linked when one of them takes connections", () => {
  assert.equal(whyUnlinkable(node("a", false), node("b", true)), undefined);
  assert.equal(whyUnlinkable(node("a", true), node("b", false)), undefined);
});

Deno.test("two nodes that only dial cannot be linked", () => {
  assert.match(
    whyUnlinkable(node("a", false), node("b", false)) ?? "",
    /^"a" and "b" cannot be linked: no transport of either can connect/,
  );
});

Deno.test("two nodes without a transport in common cannot be linked", () => {
  assert.notEqual(whyUnlinkable(node("a", true), node("b")), undefined);
});

Deno.test("nobody wonders why nodes are not linked that must not be", () => {
  const [a, b] = [node("a", false, "never"), node("b", false, "never")];
  assert.equal(whyUnlinkable(a, b), undefined);
  const c = node("c", false);
  assert.notEqual(whyUnlinkable(a, c), undefined);
});
