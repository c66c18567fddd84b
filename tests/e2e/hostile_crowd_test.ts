import assert from "node:assert/strict";
import { Crowd } from "../support/crowd.ts";
import { eventually } from "../support/eventually.ts";
import { Network, tcpAt } from "../support/network.ts";
import { openFiles, residentSize } from "../support/process-figures.ts";
import type { Program } from "../support/program.ts";

const SCRIPT = new URL("kozo.ts", import.meta.url).pathname;

/** Strangers of each kind. */
const CROWD = 500;

/** Seconds that a stranger may wait, and may then be silent at the door. */
const PATIENCE = 30;
const GRACE = 15;

/** By how much a busy machine may be late. */
const NOISE = 2;

const SILENCE = new Uint8Array();

/** Bytes that are not SSH, though every third time they begin like it. */
function garbage(index: number): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(2000));
  if (index % 3 === 0) bytes.set(new TextEncoder().encode("SSH-2.0-x\r\n"));
  return bytes;
}

async function makeNetwork(): Promise<Network> {
  const network = await Network.make({
    alice: { roles: { counter: { period: 0.05 } } },
    bob: { roles: { tally: { sender: "alice" } } },
  });
  const { bob } = network.config.system;
  assert.ok(bob !== undefined);
  // What does not get into the backlog, the system answers, or else does not.
  const socketConnectionBacklog = 3 * CROWD;
  const tcp = { ...tcpAt(network.port("bob")), socketConnectionBacklog };
  bob.transports = { tcp };
  await network.write();
  return network;
}

/** The lines that tell of trouble. */
function complaints({ output }: Program): string[] {
  return output.split("\n").filter((line) => /^\S+ (?:WRN|ERR) /.test(line));
}

Deno.test(`guarantee 4: ${CROWD} silent strangers and ${CROWD} that talk nonsense cost a node no message, little memory and few lines`, async () => {
  await using network = await makeNetwork();
  network.start("alice", { script: SCRIPT });
  const bob = network.start("bob", { script: SCRIPT });
  await bob.waitFor("Counted ");
  const port = network.port("bob");
  const size = await residentSize(bob.pid);
  const files = await openFiles(bob.pid);

  const words = Array.from({ length: CROWD }, (_, i) => [SILENCE, garbage(i)]);
  await using crowd = await Crowd.send(port, words.flat());
  await crowd.out(NOISE * (PATIENCE + GRACE));
  await eventually(
    async () => await openFiles(bob.pid) <= files,
    async () => `${files} -> ${await openFiles(bob.pid)} open files`,
  );
  const grown = await residentSize(bob.pid) - size;
  assert.ok(grown < 64, `It has grown by ${grown} MiB`);

  await bob.waitFor(/(?:Counted[^]*){5}/, { from: bob.output.length });
  const lines = complaints(bob);
  // Each reason is worth a line a minute.
  assert.ok(lines.length > 0 && lines.length < 20, lines.join("\n"));
  for (const line of lines) assert.match(line, /Refused a connection from /);
  assert.equal(await bob.stop(), 0, bob.output);
});
