import { Handoff, KozoError, messageOf } from "kozo";
import { Wake } from "../../core/wake.ts";
import { wholeLines } from "../support/lines.ts";
import { untilEnded } from "../support/end-process.ts";
import type { Measurement } from "./measurements.ts";

/** Milliseconds that anything may take besides what it is told to take. */
const LATE = 180_000;

/** Lines of the log that are shown when something went wrong. */
const LAST_LINES = 10;

/** What a node, and a floor, logs of each new link. */
const LINKED = /Linked with "(.+?)"/;

/**
 * Starts a node of the network in a folder, which can be asked there: other
 * nodes of the same name may run on this machine.
 *
 * @param executable what runs it, if not its source
 */
export function startNode(
  name: string,
  folder: string,
  stop: AbortSignal,
  executable?: string,
): BenchProcess {
  const control = ["--control", `${name}.sock`];
  const args = ["run", "config.yml", name, ...control];
  const argv = executable === undefined
    ? scriptCommand("node.ts", args)
    : [executable, ...args] as const;
  return new BenchProcess(argv, folder, stop);
}

/**
 * Starts a script of this folder.
 *
 * @param cwd the folder it runs in
 */
export function startScript(
  script: string,
  args: readonly string[],
  cwd: string,
  stop: AbortSignal,
): BenchProcess {
  return new BenchProcess(scriptCommand(script, args), cwd, stop);
}

function scriptCommand(
  script: string,
  args: readonly string[],
): readonly [string, ...string[]] {
  const path = new URL(script, import.meta.url).pathname;
  return [Deno.execPath(), "run", "--quiet", "-A", path, ...args];
}

/** A node or a floor that runs as a process of its own. */
export class BenchProcess implements AsyncDisposable {
  readonly #what: string;
  readonly #child: Deno.ChildProcess;
  readonly #stop: AbortSignal;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers = new Handoff<string>();
  readonly #log: string[] = [];
  readonly #logged = new Wake();
  readonly #output: Promise<unknown>;
  readonly #ended = new AbortController();

  /**
   * Starts it.
   *
   * @param argv the program and its arguments
   * @param cwd the folder it runs in
   * @param stop calls off all waits
   */
  constructor(
    [program, ...args]: readonly [string, ...string[]],
    cwd: string,
    stop: AbortSignal,
  ) {
    this.#what = [program, ...args].join(" ");
    this.#stop = stop;
    this.#child = new Deno.Command(program, {
      args,
      cwd,
      env: { NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#output = Promise.all([this.#readAnswers(), this.#readLog()])
      .then(() => this.#ended.abort(new KozoError("it has ended")));
  }

  /** The process's number. */
  get pid(): number {
    return this.#child.pid;
  }

  /**
   * Waits until it has a link to so many others.
   *
   * @param others processes without which it waits in vain
   */
  async linked(
    count: number,
    ...others: readonly BenchProcess[]
  ): Promise<void> {
    await this.#logs(() => this.#linkedNodes().size >= count, others);
  }

  /** Waits until it listens. */
  async listening(): Promise<void> {
    await this.#logs(() => this.#log.some((line) => /Listening/.test(line)));
  }

  /** Waits until it runs, with all its roles. */
  async running(): Promise<void> {
    await this.#logs(() => this.#log.some((line) => /is running/.test(line)));
  }

  /** Has it measure something, and gives what came out. */
  async measure<Result>(what: Measurement): Promise<Result> {
    const line = `${JSON.stringify(what)}\n`;
    return await this.#within(LATE + what.seconds * 1000, async (signal) => {
      await this.#input.write(new TextEncoder().encode(line));
      return JSON.parse(await this.#answers.take(signal));
    });
  }

  /** Asks it to end, and kills it if it does not. */
  async [Symbol.asyncDispose](): Promise<void> {
    // It may have ended by itself.
    await this.#input.close().catch(() => {});
    await untilEnded(this.#child);
    await this.#output;
  }

  async #readAnswers(): Promise<void> {
    for await (const line of wholeLines(this.#child.stdout)) {
      this.#answers.give(line);
    }
  }

  async #readLog(): Promise<void> {
    for await (const line of wholeLines(this.#child.stderr)) {
      this.#log.push(line);
      this.#logged.wake();
    }
  }

  #linkedNodes(): Set<string> {
    const names = this.#log.flatMap((line) => LINKED.exec(line)?.[1] ?? []);
    return new Set(names);
  }

  async #logs(
    condition: () => boolean,
    others?: readonly BenchProcess[],
  ): Promise<void> {
    await this.#within(LATE, async (signal) => {
      signal.addEventListener("abort", () => this.#logged.wake());
      while (!condition()) {
        signal.throwIfAborted();
        await this.#logged.wait();
      }
    }, others);
  }

  /**
   * @param others processes that the work needs besides
   * @throws {KozoError} with the last words of the one that has ended, or of
   *   this one when it takes too long
   */
  async #within<T>(
    milliseconds: number,
    work: (signal: AbortSignal) => Promise<T>,
    others: readonly BenchProcess[] = [],
  ): Promise<T> {
    const all = [this, ...others];
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(new KozoError(`${milliseconds / 1000} s have passed`)),
      milliseconds,
    );
    try {
      const ends = all.map((process) => process.#ended.signal);
      const signals = [this.#stop, ...ends, late.signal];
      return await work(AbortSignal.any(signals));
    } catch (cause) {
      if (this.#stop.aborted) throw cause;
      const culprit = all.find((one) => one.#ended.signal.aborted) ?? this;
      const lastWords = culprit.#log.slice(-LAST_LINES).join("\n");
      throw new KozoError(
        `Waited in vain for "${culprit.#what}": ${
          messageOf(cause)
        }; its last ` +
          `words are:\n${lastWords}`,
        { cause },
      );
    } finally {
      clearTimeout(timer);
    }
  }
}
