import assert from "node:assert/strict";
import type { NodeCommand } from "../../scripts/testnet/node-command.ts";
import { linePrefixes, LineWriter } from "../../scripts/testnet/output.ts";
import { runSideBySide } from "../../scripts/testnet/side-by-side.ts";

/** A shell script in the place of a node. */
function standIn(node: string, script: string): NodeCommand {
  return { node, argv: ["sh", "-c", script], cwd: Deno.cwd() };
}

/** A stand-in that prints its process number and runs until it is stopped. */
function endless(node: string, script = ""): NodeCommand {
  return standIn(node, `${script} echo pid $$; while :; do sleep 0.1; done`);
}

/** Runs stand-ins; `onLine` sees each line as it is shown. */
async function run(
  commands: NodeCommand[],
  stop: AbortSignal,
  onLine: (line: string) => void = () => {},
) {
  const lines: string[] = [];
  const decoder = new TextDecoder();
  const stream = new WritableStream<Uint8Array>({
    write(bytes) {
      const line = decoder.decode(bytes);
      lines.push(line);
      onLine(line);
    },
  });
  const writer = new LineWriter(stream);
  return { ending: await runSideBySide(commands, writer, false, stop), lines };
}

/** Runs stand-ins until each has told its process number. */
async function runUntilAllTold(commands: NodeCommand[]) {
  const stop = new AbortController();
  const pids: number[] = [];
  const { ending, lines } = await run(commands, stop.signal, (line) => {
    const [, pid] = /pid (\d+)/.exec(line) ?? [];
    if (pid !== undefined) pids.push(Number(pid));
    if (pids.length === commands.length) stop.abort();
  });
  return { ending, lines, pids };
}

async function isRunning(pid: number): Promise<boolean> {
  return await Deno.stat(`/proc/${pid}`).then(() => true, () => false);
}

Deno.test("linePrefixes() pads the names to one width", () => {
  assert.deepEqual([...linePrefixes(["a", "clock"], false)], [
    ["a", "a     |"],
    ["clock", "clock |"],
  ]);
});

Deno.test("linePrefixes() gives each node a colour of its own", () => {
  const prefixes = linePrefixes(["a", "b", "c"], true);
  // deno-lint-ignore no-control-regex -- colours are control characters
  const colours = [...prefixes.values()].map((p) => /^\x1b\[\d+m/.exec(p)?.[0]);
  assert.equal(new Set(colours).size, 3);
  assert.ok(colours.every((colour) => colour !== undefined));
});

Deno.test("runSideBySide() shows both outputs of each node, by whole lines", async () => {
  const { ending, lines } = await run([
    standIn("a", "printf 'one '; sleep 0.1; echo line; echo fault >&2"),
    standIn("bb", "printf unfinished; exit 3"),
  ], new AbortController().signal);
  assert.equal(ending, "died");
  assert.deepEqual(lines.sort(), [
    "a  | ended by itself: exit code 0\n",
    "a  | fault\n",
    "a  | one line\n",
    "bb | ended by itself: exit code 3\n",
    "bb | unfinished\n",
  ]);
});

Deno.test("runSideBySide() goes on when one node dies", async () => {
  const stop = new AbortController();
  const { ending, lines } = await run(
    [standIn("a", "kill -9 $$"), endless("b")],
    stop.signal,
    (line) => {
      if (line.startsWith("a |")) stop.abort();
    },
  );
  assert.equal(ending, "stopped");
  assert.ok(lines.includes("a | ended by itself: SIGKILL\n"));
});

Deno.test("runSideBySide() leaves no process when it is stopped", async () => {
  const { ending, lines, pids } = await runUntilAllTold([
    endless("a"),
    endless("b"),
  ]);
  assert.equal(ending, "stopped");
  assert.deepEqual(await Promise.all(pids.map(isRunning)), [false, false]);
  assert.ok(lines.every((line) => line.includes("pid")));
});

Deno.test("runSideBySide() kills a node that does not stop", async () => {
  const { pids: [pid = 0] } = await runUntilAllTold([
    endless("a", "trap '' TERM;"),
  ]);
  assert.equal(await isRunning(pid), false);
});

Deno.test("runSideBySide() stops when nobody reads any more", async () => {
  const closed = new WritableStream<Uint8Array>({
    write() {
      throw new Deno.errors.BrokenPipe("as after `| head`");
    },
  });
  const ending = await runSideBySide(
    [endless("a")],
    new LineWriter(closed),
    false,
    new AbortController().signal,
  );
  assert.equal(ending, "stopped");
});
