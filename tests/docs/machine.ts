import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { delimiter, dirname } from "node:path";
import { ROOT } from "../../scripts/support/root.ts";
import { PATIENCE } from "../support/patience.ts";

/** Milliseconds that a command may take, with all that is done meanwhile. */
const LIMIT = 2 * PATIENCE * 1000;

/** What a copy of this project needs to run a node. */
const CONTENT = [
  ...["deno.json", "deno.lock", "main.ts", "core", "roles", "transports"],
];

/** Stands for a machine of the guide: a copy of this project in a folder. */
export class Machine {
  readonly folder: string;
  readonly #wrapper: readonly string[];

  private constructor(folder: string, wrapper: readonly string[]) {
    this.folder = folder;
    this.#wrapper = wrapper;
  }

  /**
   * Copies the project into a new folder.
   *
   * @param wrapper a command that becomes the command which follows it
   */
  static async make(
    folder: string,
    wrapper: readonly string[] = [],
  ): Promise<Machine> {
    for (const name of CONTENT) {
      await cp(`${ROOT}/${name}`, `${folder}/${name}`, { recursive: true });
    }
    return new Machine(folder, wrapper);
  }

  /** Types a command, and waits until it has ended. */
  async run(command: string): Promise<string> {
    await using typed = this.type(command);
    assert.equal(await typed.end(), 0, `${command}: ${typed.output}`);
    return typed.output;
  }

  /** Types a command that goes on until it is stopped. */
  type(command: string): TypedCommand {
    return new TypedCommand(command, this.folder, this.#wrapper);
  }
}

/** A command in a shell, as a process group of its own. */
export class TypedCommand implements AsyncDisposable {
  /** What it has printed so far, on either output. */
  output = "";
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<unknown>;
  readonly #giveUp: ReturnType<typeof setTimeout>;
  #isOver = false;
  /** Wakes who waits for more output. */
  #wake = () => {};

  /** @param wrapper a command that becomes the command which follows it */
  constructor(command: string, cwd: string, wrapper: readonly string[] = []) {
    const path = Deno.env.get("PATH") ?? "";
    const [first = "sh", ...rest] = [...wrapper, "sh"];
    this.#child = new Deno.Command(first, {
      args: [...rest, "-c", `exec ${command}`],
      cwd,
      detached: true,
      env: {
        KOZO_RUNTIME_DIR: `${cwd}/run`,
        NO_COLOR: "1",
        PATH: dirname(Deno.execPath()) + delimiter + path,
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const { stdout, stderr } = this.#child;
    this.#reading = Promise.all([this.#read(stdout), this.#read(stderr)])
      .finally(() => this.#end());
    this.#giveUp = setTimeout(() => this.#kill(), LIMIT);
  }

  /** Waits until the output matches. */
  async waitFor(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.output)) {
      assert.ok(!this.#isOver, `no ${pattern} in: ${this.output}`);
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** Asks it to stop, and tells its exit code. */
  stop(): Promise<number> {
    // `deno task` passes it on, and SIGINT even twice.
    this.#child.kill("SIGTERM");
    return this.end();
  }

  /** Waits until it has ended, and tells its exit code. */
  async end(): Promise<number> {
    await this.#reading;
    return (await this.#child.status).code;
  }

  /** Ends it, if it has not ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isOver) this.#kill();
    await this.end();
    clearTimeout(this.#giveUp);
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      this.output += decoder.decode(bytes, { stream: true });
      this.#wake();
    }
  }

  #end(): void {
    this.#isOver = true;
    this.#wake();
  }

  #kill(): void {
    Deno.kill(-this.#child.pid, "SIGKILL");
  }
}
