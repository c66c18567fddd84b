import { ROOT } from "../../scripts/support/root.ts";
import { eventually } from "./eventually.ts";

/** Columns and rows that a terminal has at least. */
export const COLUMNS = 80;
export const ROWS = 24;

/** Whether there can be a {@link Terminal} on this computer. */
export function hasTerminal(): boolean {
  try {
    return new Deno.Command("tmux", { args: ["-V"] }).outputSync().success;
  } catch {
    return false;
  }
}

/** A terminal of 80 by 24 that Kōzō runs on, shown to nobody. */
export class Terminal implements AsyncDisposable {
  readonly #socket: string;

  private constructor(folder: string) {
    this.#socket = `${folder}/terminal`;
  }

  /**
   * Runs Kōzō on a new terminal.
   *
   * @param folder where; the terminal's own files are there, too
   */
  static async run(
    folder: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Terminal> {
    const terminal = new Terminal(folder);
    const variables = Object.entries({
      KOZO_RUNTIME_DIR: `${folder}/run`,
      ...env,
    }).map(([name, value]) => `${name}=${value}`);
    const program = [Deno.execPath(), "run", "--quiet", "-A"];
    await terminal.#tmux(
      ...["new-session", "-d", "-x", `${COLUMNS}`, "-y", `${ROWS}`],
      ...["-c", folder, "env", ...variables, ...program, `${ROOT}/main.ts`],
      ...args,
      // Its last words stay to be read.
      ...[";", "set", "-g", "remain-on-exit", "on"],
    );
    return terminal;
  }

  /** What stands on it, with the colours if they are wanted. */
  async screen(withColours = false): Promise<string> {
    const colours = withColours ? ["-e"] : [];
    return await this.#tmux("capture-pane", "-p", ...colours);
  }

  /** Waits until something stands on it, and gives all that does. */
  async waitFor(wanted: RegExp, withColours = false): Promise<string> {
    let screen = "";
    await eventually(
      async () => wanted.test(screen = await this.screen(withColours)),
      () => `${wanted} is not on the screen:\n${screen}`,
    );
    return screen;
  }

  /** Waits until the program has ended: not always does tmux write that. */
  async hasEnded(): Promise<void> {
    const isOver = async () =>
      (await this.#tmux("display-message", "-p", "#{pane_dead}")).trim() ===
        "1";
    await eventually(isOver, () => "it still runs");
  }

  /** Types something, such as `C-c` or `Enter`. */
  async type(...keys: readonly string[]): Promise<void> {
    await this.#tmux("send-keys", ...keys);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux("kill-server").catch(() => "it has ended");
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const { TMUX: _, NO_COLOR: __, ...env } = Deno.env.toObject();
    const { success, stdout, stderr } = await new Deno.Command("tmux", {
      args: ["-u", "-S", this.#socket, "-f", "/dev/null", ...args],
      clearEnv: true,
      env: { ...env, TERM: "xterm" },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    if (success) return decoder.decode(stdout);
    throw new Error(`tmux ${args[0]}: ${decoder.decode(stderr)}`);
  }
}
