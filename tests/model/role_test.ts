import assert from "node:assert/strict";
import { Log, Order, Role } from "kozo";
import { encodeValue } from "../../core/wire/value.ts";
import {
  fakeContext,
  fakeNode,
  FakeRoleHost,
} from "../../core/contract/fake-role-host.ts";

class Parrot extends Role<{ colour: string }> {
  override run(): void {}
}

const config = { colour: "green" };
const origin = { sender: "alice", senderRole: "timer", timestamp: 1.5 };
const log = new Log(origin, "hello");

function makeParrot(host?: FakeRoleHost): Parrot {
  return new Parrot(fakeContext("parrot", config, host));
}

Deno.test("Role has a name, a node and options, on any node", () => {
  const parrot = makeParrot();
  assert.equal(`${parrot}`, "parrot@node1");
  assert.equal(parrot.config.colour, "green");
});

Deno.test("Role is by default interested in nothing and has no pauses", () => {
  const parrot = makeParrot();
  parrot.init();
  parrot.localInit();
  parrot.localStop();
  assert.equal(parrot.isInterestedIn(log), false);
  assert.equal(parrot.getRateControl(), undefined);
  assert.equal(parrot.getMessageRateControlOverride(), false);
});

Deno.test("Role has a queue of 1024 messages and 4 MiB, unless the configuration says more", () => {
  const parrot = makeParrot();
  assert.equal(parrot.getMessageQueueLength(), 1024);
  assert.equal(parrot.getMessageQueueSize(), 4 * 1024 * 1024);
  const other = new Parrot({
    name: "parrot",
    node: fakeNode(),
    config,
    messageQueueLength: 8,
    messageQueueSize: 9,
  });
  assert.equal(other.getMessageQueueLength(), 8);
  assert.equal(other.getMessageQueueSize(), 9);
});

Deno.test("Role sends events and orders with an empty object as data", () => {
  const host = new FakeRoleHost();
  const parrot = makeParrot(host);
  parrot.sendEvent("tick");
  parrot.sendOrder("talk", "loud", ["hello"]);
  assert.deepEqual(host.sent, [
    { kind: "event", type: "tick", channel: undefined, data: {} },
    { kind: "order", type: "talk", channel: "loud", data: ["hello"] },
  ]);
});

Deno.test("Role joins the parts of what it logs", () => {
  const host = new FakeRoleHost();
  const parrot = makeParrot(host);
  parrot.sendLog("pin", 4, "is", { on: true });
  parrot.debug("a", 1);
  parrot.info("b", 2);
  parrot.warn("c", 3);
  parrot.error("d", 4);
  assert.deepEqual(host.logs, ["pin 4 is { on: true }"]);
  assert.deepEqual(host.lines, [
    { level: "debug", text: "a 1" },
    { level: "info", text: "b 2" },
    { level: "warning", text: "c 3" },
    { level: "error", text: "d 4" },
  ]);
});

Deno.test("Role.messages() gives each message until the role is to end", async () => {
  const host = new FakeRoleHost();
  const parrot = makeParrot(host);
  const order = new Order(origin, "talk", undefined, encodeValue({}));
  host.push(log, order);
  const got: unknown[] = [];
  for await (const message of parrot.messages()) {
    got.push(message);
    if (message === order) setTimeout(() => host.stop(), 0);
  }
  assert.deepEqual(got, [log, order]);
});

Deno.test("Role.messages() gives no more once a loop over it was left", async () => {
  const host = new FakeRoleHost();
  const messages = makeParrot(host).messages();
  host.push(log, log);
  for await (const _ of messages) break;
  for await (const message of messages) assert.fail(`It gave ${message}`);
  for await (const message of makeParrot(host).messages()) {
    assert.equal(message, log);
    break;
  }
});

Deno.test("Role passes waiting and storing on to its node", async () => {
  const host = new FakeRoleHost();
  const parrot = makeParrot(host);
  await parrot.setStorage({ words: 3 });
  assert.deepEqual(await parrot.getStorage(), { words: 3 });
  await parrot.sleep(0);
  assert.equal(await parrot.getMessage(0), undefined);
  host.stop();
  assert.ok(parrot.signal.aborted);
  await assert.rejects(parrot.sleep(1), { message: "The role is to end" });
});

Deno.test("Role says that it belongs to another node when used there", () => {
  const parrot = makeParrot();
  const uses = [
    () => parrot.signal,
    () => parrot.getMessage(),
    () => parrot.sendEvent("tick"),
    () => parrot.sendLog("hello"),
    () => parrot.info("hello"),
    () => parrot.sleep(1),
    () => parrot.getStorage(),
  ];
  for (const use of uses) {
    assert.throws(
      use,
      new TypeError(
        "Cannot use parrot@node1 from here: it belongs to another node",
      ),
    );
  }
});
