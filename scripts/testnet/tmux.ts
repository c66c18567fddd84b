import { KozoError, UsageError } from "../../core/errors.ts";
import { aborted } from "../support/waiting.ts";
import type { NodeCommand } from "./node-command.ts";
import { stopProcesses } from "./stop-processes.ts";

/** Names above the panes; dead panes stay to be read; Ctrl-C ends it all. */
const SETTINGS = [
  ["set", "-g", "remain-on-exit", "on"],
  ["set", "-g", "mouse", "on"],
  ["set", "-g", "status-left", " Kōzō testnet: Ctrl-C ends it "],
  ["set", "-g", "status-left-length", "40"],
  ["set", "-g", "status-right", ""],
  ["set", "-g", "pane-border-status", "top"],
  ["set", "-g", "pane-border-format", " #{pane_title} "],
  ["bind", "-n", "C-c", "detach-client"],
];

/** @throws {UsageError} when there is no terminal to show tmux on */
export function assertTerminal(): void {
  if (Deno.stdin.isTerminal() && Deno.stdout.isTerminal()) return;
  throw new UsageError(
    'Cannot use "--tmux": standard input or output is not a terminal; run it ' +
      "on one, or leave the option out",
  );
}

/**
 * Runs the nodes in tmux, a pane each, on a server of its own, and shows it
 * until the user leaves it. Neither nodes nor server are left when it returns.
 *
 * @param stop ends it
 * @throws {KozoError} when tmux is missing or refuses
 */
export async function runInTmux(
  commands: readonly NodeCommand[],
  stop: AbortSignal,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "kozo-testnet-tmux-" });
  const tmux = new Tmux(`${folder}/socket`);
  try {
    await tmux.run(...SETTINGS.flatMap(thenNext), ...paneCommands(commands));
    const client = tmux.attach();
    await Promise.race([client, aborted(stop)]);
    await stopProcesses(await tmux.panePids());
  } finally {
    await tmux.killServer();
    await Deno.remove(folder, { recursive: true });
  }
}

/** A session whose panes run the nodes, one below the other. */
function paneCommands(commands: readonly NodeCommand[]): string[] {
  return commands.flatMap(({ node, argv, cwd }, index) => {
    const place = index === 0 ? ["new-session", "-d"] : ["split-window"];
    return [
      ...thenNext([...place, "-c", cwd, ...argv]),
      ...thenNext(["select-pane", "-T", node]),
      ...thenNext(["select-layout", "even-vertical"]),
    ];
  });
}

/** How one of tmux's commands stands before another. */
function thenNext(command: readonly string[]): string[] {
  return [...command, ";"];
}

/** One tmux server, by the path of its socket. */
class Tmux {
  readonly #socket: string;

  constructor(socket: string) {
    this.#socket = socket;
  }

  /**
   * Runs tmux's commands.
   *
   * @returns what tmux prints
   */
  async run(...args: string[]): Promise<string> {
    const { success, stdout, stderr } = await this.#start(args, "piped")
      .output();
    if (success) return new TextDecoder().decode(stdout);
    throw new KozoError(
      `Cannot show the testnet in tmux: ${
        new TextDecoder().decode(stderr).trim()
      }`,
    );
  }

  /** Shows the session on this terminal, until that or the session ends. */
  async attach(): Promise<void> {
    await this.#start(["attach-session"], "inherit").status;
  }

  /** The numbers of the processes that still run in panes. */
  async panePids(): Promise<number[]> {
    const format = "#{?pane_dead,,#{pane_pid}}";
    return (await this.run("list-panes", "-s", "-F", format))
      .split("\n")
      .filter((pid) => pid !== "")
      .map(Number);
  }

  /** Ends the server, if there is one. */
  async killServer(): Promise<void> {
    await this.run("kill-server").catch(() => "no server, nothing to end");
  }

  #start(args: readonly string[], io: "piped" | "inherit"): Deno.ChildProcess {
    // Inside another tmux it would refuse to nest.
    const { TMUX: _, ...env } = Deno.env.toObject();
    try {
      return new Deno.Command("tmux", {
        args: ["-u", "-S", this.#socket, "-f", "/dev/null", ...args],
        clearEnv: true,
        env,
        stdin: io === "piped" ? "null" : io,
        stdout: io,
        stderr: io,
      }).spawn();
    } catch (cause) {
      if (!(cause instanceof Deno.errors.NotFound)) throw cause;
      throw new KozoError(
        "Cannot show the testnet in tmux: tmux is not installed; install it " +
          '("apt install tmux"), or leave out "--tmux"',
        { cause },
      );
    }
  }
}
