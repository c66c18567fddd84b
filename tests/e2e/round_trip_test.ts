import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { Network } from "../support/network.ts";

/** Round trips of which one median is taken. */
const BLOCK = 500;

/** How many medians: the least counts, since other programs only ever add. */
const BLOCKS = 10;

const TIMES = BLOCK * BLOCKS;

/** How often a message may take the time of an echo. Without noDelay: 500. */
const FACTOR = 10;

const SCRIPT = new URL("kozo.ts", import.meta.url).pathname;

const ECHO_SERVER = new URL("echo-server.ts", import.meta.url).pathname;

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[BLOCK / 2] ?? NaN;
}

/** The median of the block that was disturbed least. */
function leastMedian(times: readonly number[]): number {
  assert.equal(times.length, TIMES);
  const blocks = Array.from(
    { length: BLOCKS },
    (_, i) => times.slice(i * BLOCK, (i + 1) * BLOCK),
  );
  return Math.min(...blocks.map(median));
}

/** Milliseconds that each of many echoes takes, to another process and back. */
async function timeEchoes(network: Network): Promise<number[]> {
  const server = network.run([], ECHO_SERVER);
  const port = Number((await server.waitFor(/port \d+\n/)).slice(5));
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  await once(socket, "connect");
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const start = performance.now();
    socket.write("a message");
    await once(socket, "data");
    times.push(performance.now() - start);
  }
  socket.end();
  await once(socket, "close");
  return times;
}

/** Milliseconds that each of many orders takes, to another node and back. */
async function timeOrders(network: Network): Promise<number[]> {
  const args = ["--log-level", "info"];
  network.start("node2", { args, script: SCRIPT });
  const node1 = network.start("node1", { args, script: SCRIPT });
  const line = await node1.waitFor(/Round trips: .*\n/);
  return JSON.parse(line.slice("Round trips: ".length));
}

Deno.test(`the round trip of a message takes at most ${FACTOR} times that of a plain echo`, async () => {
  await using network = await Network.make({
    node1: { roles: { asker: { times: TIMES } } },
    node2: { roles: { answerer: {} } },
  }, { connectionRetry: 1 });
  const order = leastMedian(await timeOrders(network));
  const echo = leastMedian(await timeEchoes(network));
  assert.ok(
    order <= FACTOR * echo,
    `a message takes ${order} ms, an echo ${echo} ms`,
  );
});
