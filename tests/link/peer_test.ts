import assert from "node:assert/strict";
import type { ConnectPolicy } from "kozo";
import type { Plan } from "../simulation/plan.ts";
import { FaultPlayer } from "../simulation/fault-player.ts";
import { SimChannel } from "../simulation/sim-transport.ts";
import { World } from "../simulation/world.ts";

interface Setup extends Partial<Plan> {
  /** How ada may connect to bob, and bob to ada. */
  readonly there?: ConnectPolicy;
  readonly back?: ConnectPolicy;
  /** Seconds between two messages of ada; nobody else sends. */
  readonly period?: number;
}

/** Two nodes on a network that is quick, with both programs started. */
async function meet(setup: Setup = {}): Promise<World> {
  const { there = "constant", back = "constant", period = 1e6 } = setup;
  const node = (name: string, period: number, policy: ConnectPolicy) => ({
    name,
    period,
    selfToOthersConnectPolicy: policy,
    othersToSelfConnectPolicy: "constant" as const,
    interests: ["ada"],
  });
  const world = new World({
    seed: 1,
    latency: { least: 0.001, most: 0.002 },
    heartbeat: 1,
    connectionRetry: 5,
    messageLifetime: 0,
    ondemandIdle: 20,
    outgoingQueueLength: 128,
    hasSpare: false,
    transportUpgrade: 10,
    faults: [],
    duration: 0,
    nodes: [node("ada", period, there), node("bob", 1e6, back)],
    ...setup,
  });
  await Promise.all([world.boot("ada"), world.boot("bob")]);
  await world.environment.settle();
  return world;
}

/** Ends a world, and what is still to happen in it. */
async function end(world: World): Promise<void> {
  for (const { machine } of world.inhabitants.values()) machine.kill();
  await world.environment.settle();
  assert.deepEqual(world.recorder.violations, []);
}

function peer(world: World, from: string, to: string) {
  const found = world.find(from).runtime?.peers.get(to);
  assert.ok(found !== undefined);
  return found;
}

Deno.test("guarantee 6: constant nodes are linked at once, by one link for both", async () => {
  const world = await meet();
  await world.environment.advance(2);
  const there = peer(world, "ada", "bob").route?.channel;
  const back = peer(world, "bob", "ada").route?.channel;
  assert.ok(there instanceof SimChannel && back instanceof SimChannel);
  assert.equal(there.connection, back.connection);
  await end(world);
});

Deno.test("guarantee 6: an on-demand link is made by a message, which waits for it", async () => {
  const world = await meet({ there: "ondemand", back: "never", period: 100 });
  const { environment, recorder } = world;
  let seconds = 0;
  while (recorder.heard === 0 && seconds < 100) {
    assert.equal(peer(world, "bob", "ada").route, undefined);
    await environment.advance(0.5);
    seconds += 0.5;
  }
  // Its own listener hears it too.
  await environment.advance(0.5);
  assert.equal(recorder.heard, 2);
  assert.ok(peer(world, "ada", "bob").route !== undefined);
  await environment.advance(15);
  assert.ok(peer(world, "ada", "bob").route !== undefined);
  await environment.advance(6);
  assert.equal(peer(world, "ada", "bob").route, undefined);
  assert.equal(peer(world, "bob", "ada").route, undefined);
  const [closing] = peer(world, "bob", "ada").closings;
  assert.equal(closing?.reason, "idle");
  await end(world);
});

Deno.test("guarantee 6: an on-demand link that dies is dialled again only by a message", async () => {
  const world = await meet({ there: "ondemand", back: "never", period: 90 });
  const { environment, recorder } = world;
  while (recorder.heard < 2) await environment.advance(0.5);
  const killed = world.find("bob");
  killed.machine.kill();
  killed.runtime = undefined;
  killed.isUp = false;
  await world.boot("bob");
  await environment.advance(60);
  assert.equal(peer(world, "ada", "bob").route, undefined);
  await environment.advance(40);
  assert.equal(recorder.heard, 4);
  await end(world);
});

Deno.test("guarantee 6: never means no link, no message and one warning", async () => {
  const world = await meet({ there: "never", back: "never", period: 0.5 });
  await world.environment.advance(30);
  assert.equal(peer(world, "ada", "bob").route, undefined);
  const warnings = `${world.diagram}`.match(/policies say "never"/g);
  assert.equal(warnings?.length, 1);
  const drops = world.find("ada").runtime?.drops.get("node bob: never");
  assert.ok(drops !== undefined && drops > 50);
  await end(world);
});

Deno.test("guarantee 6: what only the other may dial is still one link for both", async () => {
  const world = await meet({ there: "never", back: "constant", period: 0.5 });
  await world.environment.advance(30);
  assert.ok(peer(world, "ada", "bob").route !== undefined);
  // Only its own listener has heard ada.
  assert.deepEqual(world.recorder.missing(0), []);
  await end(world);
});

Deno.test("guarantee 2: messages wait out an outage for messageLifetime and no longer", async () => {
  const world = await meet({ messageLifetime: 8, period: 1 });
  const { environment } = world;
  await environment.advance(5);
  const player = new FaultPlayer(world);
  player.play({ kind: "kill", at: 0, node: "bob", seconds: 30 });
  await environment.advance(40);
  const lines = heardBy(world, "bob");
  assert.ok(lines.length > 0);
  const lost = gaps(lines);
  assert.ok(lost.length === 1, `gaps: ${lost}`);
  // Down for 30 s; up to 8 s of it were kept.
  assert.ok((lost[0] ?? 0) >= 17 && (lost[0] ?? 0) <= 26, `lost: ${lost}`);
  await end(world);
});

Deno.test("a link moves to the better transport when that works again, without loss", async () => {
  const world = await meet({ hasSpare: true, period: 0.05 });
  const { environment, network } = world;
  await environment.advance(3);
  for (const [a, b] of [["ada", "bob"], ["bob", "ada"]] as const) {
    network.cut(a, b);
  }
  await environment.advance(30);
  assert.equal(peer(world, "ada", "bob").route?.transport.name, "spare");
  const since = environment.monotonic();
  for (const [a, b] of [["ada", "bob"], ["bob", "ada"]] as const) {
    network.mend(a, b);
  }
  await environment.advance(40);
  assert.equal(peer(world, "ada", "bob").route?.transport.name, "simulated");
  assert.equal(peer(world, "bob", "ada").route?.transport.name, "simulated");
  world.recorder.isQuiet = true;
  await environment.advance(2);
  assert.deepEqual(world.recorder.missing(since), []);
  await end(world);
});

Deno.test("the last twenty closings of a peer are kept", async () => {
  const world = await meet();
  const player = new FaultPlayer(world);
  for (let round = 0; round < 25; round++) {
    await world.environment.advance(8);
    player.play({ kind: "kill", at: 0, node: "bob", seconds: 0.1 });
  }
  await world.environment.advance(8);
  const { closings } = peer(world, "ada", "bob");
  assert.equal(closings.length, 20);
  assert.ok(closings.every(({ reason }) => reason === "lost"), "lost");
  assert.ok(closings.every(({ transport }) => transport === "simulated"));
  await end(world);
});

Deno.test("a frozen peer is dead after three and a half heartbeats, and back in time", async () => {
  const world = await meet();
  const { environment } = world;
  await environment.advance(3);
  const player = new FaultPlayer(world);
  player.play({ kind: "freeze", at: 0, node: "bob", seconds: 20 });
  await environment.advance(3);
  assert.ok(peer(world, "ada", "bob").route !== undefined);
  await environment.advance(2);
  assert.equal(peer(world, "ada", "bob").route, undefined);
  assert.equal(peer(world, "ada", "bob").closings[0]?.reason, "heartbeat");
  await environment.advance(15 + 5);
  assert.ok(peer(world, "ada", "bob").route !== undefined);
  await end(world);
});

/** The numbers of the messages of ada that a node has heard. */
function heardBy(world: World, name: string): number[] {
  return world.recorder.heardFrom("ada", name);
}

/** How many messages are missing at each place where some are. */
function gaps(numbers: readonly number[]): number[] {
  return numbers
    .map((number, i) => number - (numbers[i - 1] ?? 0) - 1)
    .filter((gap) => gap > 0);
}
