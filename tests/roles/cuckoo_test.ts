import assert from "node:assert/strict";
import { roleInfo } from "../../roles/cuckoo.ts";
import { roleContract } from "../contract/role.ts";
import { GivenEvent, GivenOrder } from "../../core/contract/given-message.ts";
import {
  fakeContext,
  FakeRoleHost,
} from "../../core/contract/fake-role-host.ts";

roleContract("cuckoo", roleInfo, { config: {}, types: ["tick"] });

function buildCuckoo(config: { timer?: string | null; log?: boolean } = {}) {
  const host = new FakeRoleHost();
  const options = { timer: null, log: true, ...config };
  const cuckoo = new roleInfo.class(fakeContext("cuckoo", options, host));
  return { host, cuckoo };
}

function tick(data: unknown, senderRole = "timer1", type = "tick") {
  const origin = { sender: "node1", senderRole, timestamp: 0 };
  return new GivenEvent(origin, type, undefined, data);
}

Deno.test("Cuckoo prints the tick and where it comes from", async () => {
  const { host, cuckoo } = buildCuckoo();
  host.push(tick(["Ping!", "12:45:39"]));
  await cuckoo.run();
  assert.deepEqual(host.texts("info"), [
    'Received message ("Ping!", "12:45:39") from timer timer1@node1',
  ]);
});

Deno.test("Cuckoo tells in its log message which tick came before", async () => {
  const { host, cuckoo } = buildCuckoo();
  host.push(tick(["Ping!", "12:45:39"]), tick(["Ping!", "12:45:40"]));
  await cuckoo.run();
  await cuckoo.run();
  assert.deepEqual(host.logs, [
    'Cuckoo received message ("Ping!", "12:45:39") - Last cuckoo: never',
    'Cuckoo received message ("Ping!", "12:45:40") - Last cuckoo: ' +
    '("Ping!", "12:45:39")',
  ]);
});

Deno.test("Cuckoo remembers the last tick of an earlier run", async () => {
  const { host, cuckoo } = buildCuckoo();
  host.stored = '("Ping!", "11:11:11")';
  host.push(tick(["Ping!", "12:45:39"]));
  await cuckoo.run();
  assert.match(host.logs[0] ?? "", /Last cuckoo: \("Ping!", "11:11:11"\)$/);
});

Deno.test("Cuckoo sends no log message when log is false", async () => {
  const { host, cuckoo } = buildCuckoo({ log: false });
  host.push(tick(["Ping!", "12:45:39"]));
  await cuckoo.run();
  assert.deepEqual(host.logs, []);
  assert.equal(host.stored, '("Ping!", "12:45:39")');
});

Deno.test("Cuckoo listens to every timer unless told otherwise", () => {
  for (const timer of [null, "*"]) {
    const { cuckoo } = buildCuckoo({ timer });
    assert.equal(cuckoo.isInterestedIn(tick([], "anyone")), true);
  }
});

Deno.test("Cuckoo listens to the timer it is told and to no other", () => {
  const { cuckoo } = buildCuckoo({ timer: "timer1" });
  assert.equal(cuckoo.isInterestedIn(tick([], "timer1")), true);
  assert.equal(cuckoo.isInterestedIn(tick([], "timer2")), false);
});

Deno.test("Cuckoo ignores other events and orders", () => {
  const { cuckoo } = buildCuckoo();
  const origin = { sender: "node1", senderRole: "timer1", timestamp: 0 };
  const order = new GivenOrder(origin, "tick", undefined, []);
  assert.equal(cuckoo.isInterestedIn(order), false);
  assert.equal(cuckoo.isInterestedIn(tick([], "timer1", "tock")), false);
});

Deno.test("Cuckoo shows foreign data on one line, and not all of much", async () => {
  const { host, cuckoo } = buildCuckoo();
  host.push(
    tick({ a: "1\n2\u001b[31m", b: 3n }),
    tick("x".repeat(100_000), "evil\u001b[31m"),
  );
  await cuckoo.run();
  await cuckoo.run();
  for (const text of [...host.texts("info"), ...host.logs]) {
    // deno-lint-ignore no-control-regex -- it is what must not be there
    assert.doesNotMatch(text, /[\u0000-\u001f]/);
    assert.ok(text.length < 1500);
  }
});
