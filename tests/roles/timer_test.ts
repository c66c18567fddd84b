import assert from "node:assert/strict";
import { roleInfo } from "../../roles/timer.ts";
import { roleContract } from "../contract/role.ts";
import {
  fakeContext,
  FakeRoleHost,
} from "../../core/contract/fake-role-host.ts";

roleContract("timer", roleInfo, { config: {}, types: ["tick"] });

function buildTimer(config = { tick: 5, message: "Ping!" }) {
  const host = new FakeRoleHost();
  return {
    host,
    timer: new roleInfo.class(fakeContext("timer1", config, host)),
  };
}

Deno.test("Timer sends its message and the time as an event", () => {
  const { host, timer } = buildTimer({ tick: 1, message: 'Say "hi"' });
  timer.run();
  const [event] = host.sent;
  assert.equal(host.sent.length, 1);
  assert.equal(event?.kind, "event");
  assert.equal(event?.type, "tick");
  assert.equal(event?.channel, undefined);
  assert.ok(Array.isArray(event?.data));
  assert.equal(event.data.length, 2);
  assert.equal(event.data[0], 'Say "hi"');
  assert.match(event.data[1], /^\d\d:\d\d:\d\d$/);
});

Deno.test("Timer sends a log message with the same content", () => {
  const { host, timer } = buildTimer();
  timer.run();
  const [, time] = host.sent[0]?.data as string[];
  assert.deepEqual(host.logs, [`Timer sent message: ("Ping!", "${time}")`]);
});

Deno.test("Timer is silent in the node's own log below debug", () => {
  const { host, timer } = buildTimer();
  timer.run();
  assert.deepEqual(host.lines.map((line) => line.level), ["debug"]);
});

Deno.test("Timer runs once every tick", () => {
  assert.equal(buildTimer().timer.getRateControl(), 5);
});
