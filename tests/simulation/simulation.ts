import { DEAD_AFTER } from "../../core/link/pulse.ts";
import { describeFault } from "./faults.ts";
import { FaultPlayer } from "./fault-player.ts";
import type { Plan } from "./plan.ts";
import { SimChannel } from "./sim-transport.ts";
import { World } from "./world.ts";

/** Seconds between two looks at what must hold all the time. */
const STEP = 0.25;

/** Seconds in which a dial that was on when the network was mended ends. */
const DIAL = 12;

/** How a run went. */
export interface Outcome {
  readonly plan: Plan;
  /** What was found wrong, the first first. */
  readonly violations: readonly string[];
  /** What happened, as text. */
  readonly diagram: string;
  /** Messages heard, so that a run in which nothing happens is noticed. */
  readonly heard: number;
}

/**
 * Runs a plan: first with faults, then until all is well, then to the end.
 *
 * @param isTraced whether the diagram shows what nodes say to each other
 */
export async function simulate(
  plan: Plan,
  isTraced = false,
): Promise<Outcome> {
  const world = new World(plan, isTraced);
  const { recorder, environment } = world;
  const player = new FaultPlayer(world);
  for (const { name } of plan.nodes) void world.boot(name);
  for (const fault of plan.faults) {
    environment.after(fault.at, () => player.play(fault));
  }
  await pass(world, plan.duration);
  player.mendAll();
  await pass(world, recoveryTime(plan));
  checkLinks(world);
  const isCalm = plan.faults.length === 0;
  const recovered = environment.monotonic();
  await pass(world, 10);
  recorder.isQuiet = true;
  await pass(world, recoveryTime(plan));
  recorder.violations.push(
    ...recorder.missing(isCalm ? 0 : recovered),
    ...recorder.deadRoles(world.inhabitants.keys(), recovered),
  );
  checkLinks(world);
  for (const { machine } of world.inhabitants.values()) machine.kill();
  await environment.settle();
  return {
    plan,
    violations: recorder.violations,
    diagram: world.diagram.toString(),
    heard: recorder.heard,
  };
}

/** What one needs to know of a run that failed. */
export function describeOutcome(
  { plan, violations, diagram }: Outcome,
): string {
  return [
    `seed ${plan.seed}, ${plan.nodes.length} nodes`,
    ...violations.slice(0, 10).map((violation) => `  violated: ${violation}`),
    ...plan.faults.map((fault) => `  fault: ${describeFault(fault)}`),
    diagram,
  ].join("\n");
}

/** Seconds in which all links that should be there are there again. */
function recoveryTime(plan: Plan): number {
  const { heartbeat, connectionRetry, latency } = plan;
  const upgrade = plan.hasSpare ? plan.transportUpgrade + DIAL : 0;
  return (DEAD_AFTER + 1) * heartbeat + connectionRetry + DIAL + upgrade +
    20 * latency.most;
}

/** Lets time pass, and looks again and again. */
async function pass(world: World, seconds: number): Promise<void> {
  const end = world.environment.monotonic() + seconds;
  while (world.environment.monotonic() < end) {
    const left = end - world.environment.monotonic();
    await world.environment.advance(Math.min(STEP, left));
    checkBounds(world);
    checkDeaths(world);
  }
}

/** Guarantee 6: who is silent for so long is taken for dead. */
function checkDeaths(
  { inhabitants, plan, recorder, environment }: World,
): void {
  const now = environment.monotonic();
  const limit = (DEAD_AFTER + 1) * plan.heartbeat + plan.latency.most + STEP;
  for (const [name, { silentSince }] of inhabitants) {
    if (silentSince === undefined) continue;
    for (const [other, witness] of inhabitants) {
      if (witness.silentSince !== undefined) continue;
      if (now - Math.max(silentSince, witness.awakeSince) < limit) continue;
      if (witness.runtime?.peers.get(name)?.route === undefined) continue;
      recorder.violations.push(
        `${now.toFixed(3)} s: ${other} takes ${name} for alive (guarantee 6)`,
      );
    }
  }
}

/** Guarantee 5: no queue above its bound. */
function checkBounds({ inhabitants, plan, recorder }: World): void {
  for (const [name, { runtime }] of inhabitants) {
    for (const peer of runtime?.peers.values() ?? []) {
      if (peer.waiting <= plan.outgoingQueueLength) continue;
      recorder.violations.push(
        `${name} has ${peer.waiting} messages waiting for ${peer.node} ` +
          "(guarantee 5)",
      );
    }
  }
}

/** Guarantee 6: pairs are linked as the policies say, by one link each. */
function checkLinks(world: World): void {
  const names = [...world.inhabitants.keys()];
  for (const a of names) {
    for (const b of names.filter((name) => a < name)) checkPair(world, a, b);
  }
}

function checkPair(world: World, a: string, b: string): void {
  const there = connectionOf(world, a, b);
  const back = connectionOf(world, b, a);
  const policies = [world.policy(a, b), world.policy(b, a)];
  const blame = (what: string) =>
    world.recorder.violations.push(`${a} and ${b} ${what} (guarantee 6)`);
  const isKept = policies.includes("constant");
  // A link that nobody keeps may be coming or going at this moment.
  const isInUse = there !== undefined && back !== undefined;
  if (there !== back && (isKept || isInUse)) {
    blame("do not use the same link");
  }
  if (there !== undefined && there.network !== world.network) {
    blame("have not moved back to the better transport");
  }
  if (isKept) {
    if (there === undefined) blame("are not linked again in time");
  } else if (!policies.includes("ondemand") && there !== undefined) {
    blame("are linked against the policy");
  }
}

function connectionOf(world: World, from: string, to: string) {
  const channel = world.find(from).runtime?.peers.get(to)?.route?.channel;
  return channel instanceof SimChannel ? channel.connection : undefined;
}
