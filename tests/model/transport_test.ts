import assert from "node:assert/strict";
import { type Channel, Priority, Transport, type TransportHost } from "kozo";
import { makeNode, makeSystem } from "../support/system.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

class Pigeon extends Transport {
  readonly where = () => this.host.system.self.name;
  readonly isOver = () => this.signal.aborted;

  override accept(): Promise<Channel> {
    throw new Error("No pigeon comes");
  }

  override connect(): Promise<Channel> {
    throw new Error("No pigeon flies");
  }

  logAll(): void {
    this.debug("a", 1);
    this.info("b", { c: 2 });
    this.warn("d");
    this.error("e");
  }
}

class Owl extends Pigeon {}

const alice = makeNode("alice", { isSelf: true });
const bob = makeNode("bob");

/** A pigeon of this node, and what it logs. */
function ownPigeon(): { pigeon: Pigeon; lines: string[]; stop: () => void } {
  const lines: string[] = [];
  const life = new AbortController();
  const host: TransportHost = {
    system: makeSystem(alice, bob),
    environment: new VirtualEnvironment(),
    signal: life.signal,
    privateKey: "",
    log: (level, text) => lines.push(`${level}: ${text}`),
  };
  const pigeon = new Pigeon({ name: "pigeon", node: alice, config: {}, host });
  return { pigeon, lines, stop: () => life.abort() };
}

Deno.test("Transport of this node has what the node gives", () => {
  const { pigeon, lines, stop } = ownPigeon();
  assert.equal(`${pigeon}`, "pigeon@alice");
  assert.ok(pigeon.isSelf);
  assert.equal(pigeon.where(), "alice");
  pigeon.logAll();
  assert.deepEqual(lines, [
    "debug: a 1",
    "info: b { c: 2 }",
    "warning: d",
    "error: e",
  ]);
  assert.equal(pigeon.isOver(), false);
  stop();
  assert.equal(pigeon.isOver(), true);
});

Deno.test("Transport of another node says so when used", () => {
  const pigeon = new Pigeon({ name: "pigeon", node: bob, config: {} });
  assert.equal(pigeon.isSelf, false);
  assert.throws(
    () => pigeon.logAll(),
    new TypeError(
      "Cannot use pigeon@bob from here: it belongs to another node",
    ),
  );
});

Deno.test("Transport accepts, is as good as any, and connects to its own class", () => {
  const { pigeon } = ownPigeon();
  const context = { name: "x", node: bob, config: {} };
  pigeon.init();
  pigeon.localInit();
  pigeon.bind();
  assert.equal(pigeon.getPriority(), Priority.MEH);
  assert.equal(pigeon.canAccept(), true);
  assert.equal(pigeon.canConnect(new Pigeon(context)), true);
  assert.equal(pigeon.canConnect(new Owl(context)), false);
});
