import assert from "node:assert/strict";
import type { LinkError } from "kozo";
import { Pulse } from "../../core/link/pulse.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const HEARTBEAT = 10;

/** @param isStuck whether the peer takes nothing, so that beats wait */
function setUp({ isStuck = false, patience = 0 } = {}) {
  const environment = new VirtualEnvironment();
  const beats: number[] = [];
  const deaths: { at: number; error: LinkError }[] = [];
  const pulse = new Pulse({ heartbeat: HEARTBEAT, patience }, environment, {
    beat() {
      beats.push(environment.monotonic());
      if (isStuck) return;
      pulse.sending();
      pulse.sent();
    },
    die: (error) => deaths.push({ at: environment.monotonic(), error }),
  });
  pulse.start();
  return { environment, pulse, beats, deaths };
}

/** Lets the peer be heard every second for a while. */
async function hear(
  { environment, pulse }: ReturnType<typeof setUp>,
  seconds: number,
): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await environment.advance(1);
    pulse.received();
  }
}

Deno.test("Pulse beats once a heartbeat when nothing else is sent", async () => {
  const link = setUp();
  await hear(link, 35);
  assert.deepEqual(link.beats, [10, 20, 30]);
  link.pulse.stop();
  assert.equal(link.environment.pending, 0);
});

Deno.test("Pulse does not beat while other things are sent", async () => {
  const link = setUp();
  for (let i = 0; i < 10; i++) {
    await hear(link, 4);
    link.pulse.sending();
    link.pulse.sent();
  }
  assert.deepEqual(link.beats, []);
  link.pulse.stop();
});

Deno.test("Pulse dies after three and a half heartbeats without a byte", async () => {
  for (const heartbeat of [2, 10, 30]) {
    const link = setUp();
    link.pulse.expect(heartbeat);
    await hear(link, 7);
    await link.environment.advance(1000);
    assert.equal(link.deaths.length, 1);
    const [{ at, error } = { at: 0, error: undefined }] = link.deaths;
    const limit = 3.5 * heartbeat;
    assert.ok(at - 7 > limit && at - 7 <= limit + HEARTBEAT / 2, `at ${at}`);
    assert.equal(error?.reason, "heartbeat");
    assert.equal(
      error?.message,
      `not a byte for ${limit} s, three and a half heartbeats`,
    );
    assert.equal(link.environment.pending, 0);
  }
});

Deno.test("Pulse expects its own heartbeat of a peer that has not told another", async () => {
  const link = setUp();
  await link.environment.advance(35);
  assert.equal(link.deaths.length, 0);
  await link.environment.advance(5);
  assert.equal(link.deaths.length, 1);
});

Deno.test("Pulse forgives silence when this node itself was stopped", async () => {
  const link = setUp();
  await hear(link, 10);
  link.environment.suspend(500);
  await link.environment.advance(1);
  assert.equal(link.deaths.length, 0);
  await hear(link, 20);
  assert.equal(link.deaths.length, 0);
  await link.environment.advance(100);
  assert.equal(link.deaths.length, 1);
});

Deno.test("Pulse forgives a slow reader when this node itself was stopped", async () => {
  const link = setUp({ isStuck: true });
  await hear(link, 10);
  link.pulse.sending();
  link.environment.suspend(500);
  await link.environment.advance(1);
  await hear(link, 20);
  assert.equal(link.deaths.length, 0);
  link.pulse.stop();
});

Deno.test("Pulse dies when the peer has taken nothing for a minute", async () => {
  const link = setUp({ isStuck: true });
  await hear(link, 3);
  link.pulse.sending();
  await hear(link, 60);
  assert.equal(link.deaths.length, 0);
  await hear(link, 5);
  assert.equal(link.deaths[0]?.error.reason, "timeout");
  assert.equal(
    link.deaths[0]?.error.message,
    "the peer has read nothing for 60 s",
  );
});

Deno.test("Pulse minds no silence while nothing is read", async () => {
  const link = setUp();
  link.pulse.pause();
  await link.environment.advance(200);
  assert.equal(link.deaths.length, 0);
  link.pulse.resume();
  await link.environment.advance(35);
  assert.equal(link.deaths.length, 0);
  await link.environment.advance(5);
  assert.equal(link.deaths.length, 1);
});

Deno.test("Pulse bears the silence that the transport is known for", async () => {
  const patient = setUp({ patience: 60 });
  await patient.environment.advance(60);
  assert.equal(patient.deaths.length, 0);
  await patient.environment.advance(HEARTBEAT);
  assert.deepEqual(
    patient.deaths.map(({ error }) => error.message),
    ["not a byte for 60 s, more than the transport may be silent"],
  );
});

Deno.test("Pulse bears three and a half heartbeats if that is longer", async () => {
  const hasty = setUp({ patience: 1 });
  await hasty.environment.advance(3.5 * HEARTBEAT);
  assert.equal(hasty.deaths.length, 0);
  await hasty.environment.advance(HEARTBEAT);
  assert.equal(hasty.deaths.length, 1);
});
