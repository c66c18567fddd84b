import { AssertionError } from "node:assert/strict";
import { PATIENCE } from "./patience.ts";
import { environmentOfVictim } from "./victim.ts";

/** What {@link Program.waitFor} takes besides what it waits for. */
export interface WaitOptions {
  /** Where in the output to begin: 0, or what `output.length` was. */
  readonly from?: number;
  /** Seconds to wait at most. */
  readonly seconds?: number;
}

/** A program in TypeScript that runs as a process of its own. */
export class Program implements AsyncDisposable {
  /** How it ended, once it has and all its output is here. */
  readonly ended: Promise<Deno.CommandStatus>;
  /** What it has printed so far, on standard output and standard error. */
  output = "";
  readonly #child: Deno.ChildProcess;
  #hasEnded = false;
  readonly #watchers = new Set<() => void>();

  /**
   * Starts it.
   *
   * @param script its path
   * @param cwd the folder it runs in
   * @param wrapper a command that becomes the command which follows it
   */
  constructor(
    script: string,
    args: readonly string[],
    cwd: string,
    wrapper: readonly string[] = [],
  ) {
    const { env = {}, ...cut } = environmentOfVictim();
    const [command, ...rest] = [...wrapper, Deno.execPath()] as [string];
    this.#child = new Deno.Command(command, {
      args: [...rest, "run", "--quiet", "-A", script, ...args],
      cwd,
      ...cut,
      env: { ...env, NO_COLOR: "1", KOZO_RUNTIME_DIR: `${cwd}/run` },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.ended = this.#watch();
  }

  /** The process's number. */
  get pid(): number {
    return this.#child.pid;
  }

  /**
   * Waits until it has printed something, and gives the text that matches.
   *
   * @throws {AssertionError} with its whole output, when it ends before or
   * takes too long
   */
  async waitFor(
    wanted: string | RegExp,
    { from = 0, seconds = PATIENCE }: WaitOptions = {},
  ): Promise<string> {
    let isLate = false;
    const giveUp = () => {
      isLate = true;
      this.#tellWatchers();
    };
    const timer = setTimeout(giveUp, seconds * 1000);
    try {
      for (;;) {
        const found = find(wanted, this.output.slice(from));
        if (found !== undefined) return found;
        if (this.#hasEnded) this.#fail(wanted, "it ended");
        if (isLate) this.#fail(wanted, `${seconds} s have passed`);
        await new Promise<void>((resolve) => this.#watchers.add(resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends it a signal, unless it has ended. */
  signal(name: Deno.Signal): void {
    try {
      this.#child.kill(name);
    } catch (error) {
      // That is how it says that the process has ended already.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** Asks it to end, and gives its exit code as {@link exitCode} does. */
  async stop(name: "SIGTERM" | "SIGINT" = "SIGTERM"): Promise<number> {
    this.signal(name);
    return await this.exitCode();
  }

  /**
   * Waits for its end, and gives its exit code.
   *
   * @throws {AssertionError} with its whole output, when it does not end
   */
  async exitCode(): Promise<number> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.signal("SIGKILL");
    }, PATIENCE * 1000);
    const { code } = await this.ended;
    clearTimeout(timer);
    if (isLate) this.#fail("its end", `${PATIENCE} s have passed`);
    return code;
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  async #watch(): Promise<Deno.CommandStatus> {
    const { stdout, stderr, status } = this.#child;
    await Promise.all([this.#read(stdout), this.#read(stderr)]);
    this.#hasEnded = true;
    this.#tellWatchers();
    return await status;
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      this.output += decoder.decode(bytes, { stream: true });
      this.#tellWatchers();
    }
  }

  #tellWatchers(): void {
    for (const look of this.#watchers) look();
    this.#watchers.clear();
  }

  #fail(wanted: string | RegExp, why: string): never {
    const message = `Waited in vain for ${wanted} of process ${this.pid}: ` +
      `${why}; it has printed:\n${this.output}`;
    throw new AssertionError({ message });
  }
}

function find(wanted: string | RegExp, text: string): string | undefined {
  if (typeof wanted !== "string") return wanted.exec(text)?.[0];
  return text.includes(wanted) ? wanted : undefined;
}
