import assert from "node:assert/strict";
import { Network } from "../support/network.ts";
import { runKozo } from "../support/run-kozo.ts";
import { hasTerminal, ROWS, Terminal } from "../support/terminal.ts";

const TIMER = { roles: { timer1: { type: "timer", tick: 0.1 } } };

function test(name: string, fn: () => Promise<void>): void {
  const why = hasTerminal() ? "" : " (skipped: there is no tmux)";
  Deno.test({ name: name + why, ignore: !hasTerminal(), fn });
}

test("kozo status --watch shows on a terminal how a node does, until it is interrupted", async () => {
  await using network = await Network.make(
    { clock: TIMER, scribe: {} },
    { connectionRetry: 1 },
  );
  network.start("clock");
  await runKozo(network.folder, ["wait", "--node", "clock"]);
  const args = ["status", "--node", "clock", "--watch"];
  await using terminal = await Terminal.run(network.folder, args);
  await terminal.waitFor(/● scribe +not linked/);
  const scribe = network.start("scribe");
  // Each look takes the place of the one before, line by line.
  await terminal.waitFor(
    /^clock, up(?![^]*(?:clock, up|not linked|refused))[^]*● scribe +linked \d+ s/,
  );
  // deno-lint-ignore no-control-regex -- a colour is one
  await terminal.waitFor(/\x1b\[32m●/, true);
  await scribe.stop();
  await terminal.waitFor(/● scribe +not linked/);
  await terminal.type("C-c");
  await terminal.hasEnded();
});

test("kozo status --watch fits on a small terminal, and is not coloured against its user's will", async () => {
  const nodes = Array.from({ length: 30 }, (_, i) => [`node${i}`, {}] as const);
  await using network = await Network.make({
    clock: TIMER,
    ...Object.fromEntries(nodes),
  });
  network.start("clock");
  await runKozo(network.folder, ["wait", "--node", "clock"]);
  const env = { NO_COLOR: "1" };
  const args = ["status", "--watch"];
  await using terminal = await Terminal.run(network.folder, args, env);
  const screen = await terminal.waitFor(/… and \d+ more lines/, true);
  assert.match(screen, /^clock, up /);
  assert.ok(screen.trimEnd().split("\n").length <= ROWS, screen);
  assert.ok(!screen.includes("\x1b["), screen);
});

test("kozo status --watch waits for a node that is started anew", async () => {
  await using network = await Network.make({ clock: TIMER });
  const first = network.start("clock");
  await runKozo(network.folder, ["wait", "--node", "clock"]);
  const args = ["status", "--node", "clock", "--watch"];
  await using terminal = await Terminal.run(network.folder, args);
  await terminal.waitFor(/timer1/);
  await first.stop();
  await terminal.waitFor(/^No node "clock" of this user runs here/);
  network.start("clock");
  await terminal.waitFor(/timer1/);
});
