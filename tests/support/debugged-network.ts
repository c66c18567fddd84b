import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { DebugClient } from "./debug-client.ts";
import { Network } from "./network.ts";
import type { Program } from "./program.ts";
import { freePorts } from "../../core/contract/free-ports.ts";

/** Where the debugger is to stop. */
const LINE = "this.info(`Count ${count}`);";

/** A role that counts: in JavaScript, so that its lines are those that run. */
const COUNTER = `
import { Role } from "kozo";

class Counter extends Role {
  #count = 0;

  async run() {
    const count = ++this.#count;
    ${LINE}
    await this.sleep(0.05);
  }
}

export const roleInfo = {
  format: "1.0",
  class: Counter,
  author: "A",
  version: "1",
  description: "Counts.",
  config: {},
};
`;

/** Messages that have to arrive elsewhere while the debugged node stands. */
const TICKS = 10;

/**
 * Debugs a role of one of three nodes, while messages flow between the other
 * two: from the order to the end of the session.
 *
 * @param wrapper what the debugged node is started by, see `Program`
 */
export async function debugOneOfThree(
  wrapper: readonly string[] = [],
): Promise<void> {
  const [orders = 0, door = 0] = freePorts(2);
  await using network = await Network.make({
    patient: {
      roles: {
        counter: {},
        debugger: { bindPort: door },
        message_injector: { bindPort: orders },
      },
    },
    clock: { roles: { timer: { tick: 0.1 } } },
    scribe: { roles: { cuckoo: { log: false } } },
  }, { rolePath: "roles", heartbeat: 1, connectionRetry: 1 });
  await Deno.mkdir(network.path("roles"));
  await Deno.writeTextFile(network.path("roles/counter.js"), COUNTER);
  const clock = network.start("clock");
  const scribe = network.start("scribe");
  const patient = network.start("patient", { wrapper });
  await patient.waitFor(/Count 3$/m);
  await clock.waitFor('Linked with "patient"');
  await scribe.waitFor(/INF cuckoo: Received/);

  const address = await openDebugger(patient, orders);
  assert.equal(await statusOf(`${address}0`), 401);
  const client = await DebugClient.connect(address);
  await client.ask("Runtime.enable");
  await client.ask("Debugger.enable");
  const { breakpointId } = await client.ask("Debugger.setBreakpointByUrl", {
    url: pathToFileURL(network.path("roles/counter.js")).href,
    lineNumber: COUNTER.split("\n").findIndex((line) => line.includes(LINE)),
  });
  const count = await readCount(client);
  await patient.waitFor(`Count ${count - 1}\n`);

  // It stands still: its links die, and all others go on.
  const ticks = new RegExp(`(?:INF cuckoo: Received[^]*?){${TICKS}}`);
  await Promise.all([
    scribe.waitFor(ticks, { from: scribe.output.length }),
    clock.waitFor(/link: .*"patient".*heartbeat/),
    scribe.waitFor(/link: .*"patient".*heartbeat/),
  ]);
  assert.doesNotMatch(patient.output, new RegExp(`Count ${count}\n`));

  const [ofClock, ofPatient] = [clock.output.length, patient.output.length];
  await client.ask("Debugger.removeBreakpoint", { breakpointId });
  await client.ask("Debugger.resume");
  await patient.waitFor(`Count ${count + 3}\n`, { from: ofPatient });
  await clock.waitFor('Linked with "patient"', { from: ofClock });

  await client.close();
  await patient.waitFor("Closed the debugger: the session has ended");
  await assert.rejects(Deno.connect({ port: door }));
  for (const node of [patient, clock, scribe]) {
    assert.equal(await node.stop(), 0, node.output);
  }
}

/** Where it stands: what the count is there, and what the role says of itself. */
async function readCount(client: DebugClient): Promise<number> {
  const { callFrames } = await client.told("Debugger.paused") as {
    callFrames: readonly { callFrameId: string; functionName: string }[];
  };
  assert.equal(callFrames[0]?.functionName, "run");
  const { result } = await client.ask("Debugger.evaluateOnCallFrame", {
    callFrameId: callFrames[0]?.callFrameId,
    expression: "[count, `${this}`]",
    returnByValue: true,
  }) as { result: { value: [number, string] } };
  const [count, role] = result.value;
  assert.equal(role, "counter@patient");
  return count;
}

/**
 * Orders a node's debugger to open, by its injector.
 *
 * @returns the address that it prints
 */
export async function openDebugger(
  node: Program,
  injector: number,
): Promise<string> {
  assert.equal(await inject(injector, "('order', 'debug', {})"), "ok");
  const [, address = ""] = /VS Code: (\S+)/
    .exec(await node.waitFor(/VS Code: \S+\n/)) ?? [];
  return address;
}

/** Sends a line to an injector, and gives the answer. */
async function inject(port: number, line: string): Promise<string> {
  using conn = await Deno.connect({ port });
  await conn.write(new TextEncoder().encode(`${line}\n`));
  const chunk = new Uint8Array(1000);
  const size = await conn.read(chunk);
  return new TextDecoder().decode(chunk.subarray(0, size ?? 0)).trimEnd();
}

/** What comes of a WebSocket that is not let in. */
async function statusOf(address: string): Promise<number> {
  const response = await fetch(address.replace("ws:", "http:"));
  await response.body?.cancel();
  return response.status;
}
