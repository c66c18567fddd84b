/**
 * `deno task testnet [NETWORK] [--seconds N] [--keep DIR] [--tmux]`: makes a
 * network of nodes on this machine, runs it and shows what its nodes print.
 * The networks there are lie in `scripts/testnets/`. Those that talk through
 * Tor get a private Tor network, or with `--tor-socks` a Tor that is there.
 *
 * @module
 */
import process from "node:process";
import { KozoError } from "../core/errors.ts";
import { runScript } from "./support/main.ts";
import { userFolder } from "./support/root.ts";
import { withStopSignals } from "./support/stop-signals.ts";
import {
  parseTestnetArguments,
  type TestnetArguments,
} from "./testnet/arguments.ts";
import { describe } from "./testnet/description.ts";
import { NetworkFolder } from "./testnet/network-folder.ts";
import { nodeCommands } from "./testnet/node-command.ts";
import { LineWriter } from "./testnet/output.ts";
import { runSideBySide } from "./testnet/side-by-side.ts";
import { whileStartersLive } from "./testnet/starters.ts";
import { startTorFor } from "./testnet/tor.ts";
import { knownNetworks, Template } from "./testnet/template.ts";
import { TickWatch } from "./testnet/tick-watch.ts";
import { assertTerminal, runInTmux } from "./testnet/tmux.ts";

await runScript(async () => {
  const args = parseTestnetArguments(
    Deno.args,
    await knownNetworks(),
    userFolder(),
  );
  if (args === undefined) return 0;
  if (args.tmux) assertTerminal();
  await withStopSignals((stop) =>
    whileStartersLive(stop, (stop) => runTestnet(args, stop))
  );
  return 0;
});

/** @throws {KozoError} when the network did not do what it is there for */
async function runTestnet(
  args: TestnetArguments,
  stop: AbortSignal,
): Promise<void> {
  const template = await Template.read(args.network, args.tor);
  const path = args.keep ??
    await Deno.makeTempDir({ prefix: "kozo-testnet-" });
  try {
    const network = await NetworkFolder.make(path, template);
    process.stdout.write(describe(network, args));
    await using _tor = await startTorFor(network, stop);
    if (!stop.aborted) await runNetwork(network, args, stop);
  } finally {
    if (args.keep === undefined) await Deno.remove(path, { recursive: true });
  }
}

async function runNetwork(
  network: NetworkFolder,
  { seconds, tmux }: TestnetArguments,
  stop: AbortSignal,
): Promise<void> {
  const ticks = await TickWatch.start(network.log);
  const time = seconds === undefined
    ? new AbortController().signal
    : AbortSignal.timeout(seconds * 1000);
  await show(network, tmux, AbortSignal.any([stop, time]));
  if (!time.aborted || stop.aborted || await ticks.sawTick()) return;
  throw new KozoError(
    `No tick has crossed the testnet within ${seconds} s: no cuckoo is in ` +
      `"${network.log}"; see above what the nodes say, or give it more time`,
  );
}

async function show(
  network: NetworkFolder,
  tmux: boolean,
  end: AbortSignal,
): Promise<void> {
  const commands = nodeCommands(network);
  if (tmux) return await runInTmux(commands, end);
  const out = new LineWriter(Deno.stdout.writable);
  const coloured = Deno.stdout.isTerminal() && !Deno.noColor;
  const ending = await runSideBySide(commands, out, coloured, end);
  if (ending === "died") {
    throw new KozoError(
      "All nodes of the testnet have ended by themselves; see above why",
    );
  }
}
