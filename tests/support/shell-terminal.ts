import { eventually } from "./eventually.ts";

/** A terminal of 80 columns and 24 lines, in which a shell waits. */
export class ShellTerminal implements AsyncDisposable {
  readonly #socket: string;

  private constructor(socket: string) {
    this.#socket = socket;
  }

  /**
   * @param folder where the shell starts
   * @param shell what to start it by; it shows `$ ` when it waits
   */
  static async open(
    folder: string,
    shell: readonly string[] = ["env", "PS1=$ ", "sh"],
  ): Promise<ShellTerminal> {
    const terminal = new ShellTerminal(
      `${folder}/.tmux-${crypto.randomUUID()}`,
    );
    await terminal.#tmux(
      ...["-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24"],
      ...["-c", folder, "env", "NO_COLOR=1", ...shell],
    );
    await terminal.waitFor(/^\$ $/m);
    return terminal;
  }

  /** What is to be seen, without the spaces at the ends of lines. */
  async screen(): Promise<string> {
    return await this.#tmux("capture-pane", "-p");
  }

  /** Presses keys, one after the other: texts, or names such as `Enter`. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux("send-keys", ...keys);
  }

  /** Waits until the screen matches, and gives what is to be seen then. */
  async waitFor(pattern: RegExp): Promise<string> {
    let screen = "";
    await eventually(async () => {
      // The spaces at the end of a prompt are cut off.
      screen = `${(await this.screen()).trimEnd()} `;
      return pattern.test(screen);
    }, () => `Waited in vain for ${pattern}:\n${screen}`);
    return screen;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux("kill-server");
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command("tmux", {
      args: ["-S", this.#socket, ...args],
      env: { TERM: "xterm" },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    if (success) return decoder.decode(stdout);
    throw new Error(`tmux ${args.join(" ")}: ${decoder.decode(stderr)}`);
  }
}

/** Whether there can be one. */
export async function hasTmux(): Promise<boolean> {
  try {
    return (await new Deno.Command("tmux", { args: ["-V"] }).output()).success;
  } catch {
    return false;
  }
}
