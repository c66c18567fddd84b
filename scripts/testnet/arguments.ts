import { Command } from "commander";
import { torEndpointFault } from "kozo";
import { resolve } from "node:path";
import { UsageError } from "../../core/errors.ts";
import { readCommandLine } from "../support/command-line.ts";
import type { RunningTor } from "./template.ts";

/** What `deno task testnet` is asked for. */
export interface TestnetArguments {
  /** Which network. */
  readonly network: string;
  /** After how many seconds it ends by itself; nothing: when it is stopped. */
  readonly seconds: number | undefined;
  /** The folder to keep its files in, absolute; nothing: they are removed. */
  readonly keep: string | undefined;
  /** Whether to show it in tmux. */
  readonly tmux: boolean;
  /** The Tor to use; nothing: a private network, if one is needed. */
  readonly tor: RunningTor | undefined;
}

/** Where Tor takes orders, where it does and nobody has chosen otherwise. */
const CONTROL = "127.0.0.1:9051";

interface Flags {
  readonly seconds?: string;
  readonly keep?: string;
  readonly tmux?: boolean;
  readonly torSocks?: string;
  readonly torControl?: string;
}

/** The longest that a network may be asked to run, in seconds: a day. */
const MOST_SECONDS = 86_400;

/**
 * Reads the command line.
 *
 * @param known the names of the networks there are
 * @param folder what a relative path starts from
 * @returns nothing when help was asked for
 * @throws {UsageError} when it asks for what there is not
 */
export function parseTestnetArguments(
  args: readonly string[],
  known: readonly string[],
  folder: string,
): TestnetArguments | undefined {
  const command = new Command("deno task testnet")
    .description("Start a network of nodes on this machine and watch it")
    .argument("[network]", `one of: ${known.join(", ")}`, "localnet")
    .option("--seconds <n>", "end after so long; fail when no tick arrived")
    .option("--keep <dir>", "keep keys, storage and log there for the next run")
    .option("--tmux", "show each node in a pane of its own")
    .option("--tor-socks <host:port>", "use a Tor that runs already")
    .option(
      "--tor-control <host:port>",
      `where it takes orders (default: "${CONTROL}")`,
    );
  if (!readCommandLine(command, args)) return undefined;

  const options = command.opts<Flags>();
  return {
    network: checkNetwork(command.processedArgs[0], known),
    seconds: options.seconds === undefined
      ? undefined
      : readSeconds(options.seconds),
    keep: options.keep === undefined
      ? undefined
      : resolve(folder, options.keep),
    tmux: options.tmux ?? false,
    tor: readTor(options),
  };
}

function readTor(
  { torSocks, torControl }: Flags,
): RunningTor | undefined {
  if (torControl !== undefined && torSocks === undefined) {
    throw new UsageError(
      'Cannot use "--tor-control" alone: say by "--tor-socks", too, where the ' +
        "Tor that runs already takes connections",
    );
  }
  if (torSocks === undefined) return undefined;
  return {
    socks: readEndpoint("--tor-socks", torSocks),
    control: readEndpoint("--tor-control", torControl ?? CONTROL),
  };
}

function readEndpoint(flag: string, text: string): string {
  const fault = torEndpointFault(text);
  if (fault === undefined) return text;
  throw new UsageError(`"${flag}" ${fault}`);
}

function checkNetwork(name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  throw new UsageError(
    `Cannot start the testnet "${name}": there is no such network, there is ` +
      known.join(", "),
  );
}

function readSeconds(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds;
  throw new UsageError(
    `Cannot read "--seconds ${text}": expected a number of seconds above 0, ` +
      `at most ${MOST_SECONDS}`,
  );
}
