import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex } from "node:stream";
import type { Environment } from "../environment.ts";
import { KozoError } from "../errors.ts";
import { messageOf, printable } from "../text.ts";
import { memorySize, offerToEnd } from "./memory.ts";
import { type Launch, type Launcher, launchSandbox } from "./launch.ts";
import type { Grant, Permissions } from "./permissions.ts";
import { Pipe } from "./pipe.ts";
import { passOnLines } from "./printed-lines.ts";
import { readWord } from "./read-word.ts";
import type { FromSandbox, ToSandbox } from "./words.ts";

/** Looks at the process in each time that it may be silent. */
const LOOKS = 10;

/** Seconds between two looks at the least, and at the most. */
const SHORTEST_LOOK = 0.05;
const LONGEST_LOOK = 0.25;

/** What tells the runtime the flags for V8, with a comma between them. */
const V8_FLAGS = "DENO_V8_FLAGS";

/** Seconds that it may take until its first sign of life. */
const START = 30;

/** What a role's process may do and take. */
export interface SandboxLimits {
  readonly permissions: Permissions;
  /** Files that it must not touch, whatever its permissions say. */
  readonly secrets: readonly string[];
  /** Seconds that it may give no sign of life. */
  readonly watchdog: number;
  /** MB that it may take. */
  readonly memoryLimit: number;
}

/** What a {@link RoleProcess} needs. */
export interface RoleProcessOptions extends SandboxLimits {
  readonly environment: Environment;
  /** Folders that it has to read for the role's module. */
  readonly modulePaths: readonly string[];
  /** How it is started; default: as this program needs it. */
  readonly launch?: Launcher;
  /** A word has come. */
  hear(word: FromSandbox): void;
  /** The role has printed a line. */
  print(line: string): void;
  /** It has ended, or was ended, and must not be used any more. */
  fail(error: KozoError): void;
}

/** The process of one role in a sandbox. */
export class RoleProcess {
  readonly #options: RoleProcessOptions;
  readonly #child: ChildProcess;
  readonly #pipe: Pipe;
  readonly #ended = Promise.withResolvers<void>();
  #cancelLook: () => void = () => {};
  #heardAt: number;
  #hasStarted = false;
  /** The first line it has printed, which may say why it cannot start. */
  #firstLine = "";
  #isOver = false;

  /** Starts it. */
  constructor(options: RoleProcessOptions) {
    this.#options = options;
    this.#heardAt = options.environment.monotonic();
    const { args, env } = makeLaunch(options);
    this.#child = spawn(Deno.execPath(), args, {
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      env: { ...Deno.env.toObject(), ...env },
    });
    this.#pipe = new Pipe(this.#child.stdio[3] as unknown as Duplex);
    this.#pipe.listen(
      (word) => this.#hear(word),
      (error) => this.#onFault(error),
    );
    for (const output of [this.#child.stdout, this.#child.stderr]) {
      if (output === null) continue;
      passOnLines(output, options.environment, (line) => this.#print(line));
    }
    void offerToEnd(this.#child.pid ?? 0);
    this.#child.on("error", (cause) => {
      const text = `its sandbox cannot be started: ${messageOf(cause)}`;
      this.#fail(new KozoError(text, { cause }));
      this.#ended.resolve();
    });
    this.#child.on("close", (code, signal) => this.#onEnd(code, signal));
    this.#look();
  }

  /** Says a word to it. */
  say(word: ToSandbox): void {
    if (!this.#isOver) this.#pipe.say(word);
  }

  /** Ends it at once, if it has not ended; returns when it has. */
  async kill(): Promise<void> {
    this.#isOver = true;
    this.#cancelLook();
    this.#child.kill("SIGKILL");
    await this.#ended.promise;
    this.#pipe.close();
  }

  #print(line: string): void {
    const text = printable(line);
    this.#firstLine ||= text;
    this.#options.print(text);
  }

  #hear(word: unknown): void {
    if (this.#isOver) return;
    this.#hasStarted = true;
    this.#heardAt = this.#options.environment.monotonic();
    this.#options.hear(readWord(word));
  }

  #look(): void {
    const { environment, watchdog } = this.#options;
    const seconds = Math.min(
      Math.max(watchdog / LOOKS, SHORTEST_LOOK),
      LONGEST_LOOK,
    );
    this.#cancelLook = environment.after(seconds, () => void this.#examine());
  }

  async #examine(): Promise<void> {
    const { environment, watchdog, memoryLimit } = this.#options;
    const memory = await memorySize(this.#child.pid ?? 0);
    if (this.#isOver) return;
    if (memory > memoryLimit) return this.#fail(tooBig(memory, memoryLimit));
    const silence = environment.monotonic() - this.#heardAt;
    const patience = this.#hasStarted ? watchdog : Math.max(watchdog, START);
    if (silence > patience) {
      return this.#fail(this.#hasStarted ? silent(patience) : slow(patience));
    }
    this.say({ say: "ping" });
    this.#look();
  }

  /** A pipe breaks when the process ends, and that says why. */
  #onFault(error: unknown): void {
    if (error instanceof KozoError) this.#fail(error);
  }

  #onEnd(code: number | null, signal: string | null): void {
    const how = signal === null ? `with the code ${code}` : `by ${signal}`;
    const why = this.#hasStarted || this.#firstLine === ""
      ? ""
      : `: ${this.#firstLine.replace(/^error: /, "")}`;
    this.#fail(new KozoError(`its sandbox has ended ${how}${why}`));
    this.#ended.resolve();
  }

  #fail(error: KozoError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelLook();
    this.#options.fail(error);
  }
}

function makeLaunch(options: RoleProcessOptions): Launch {
  const { permissions, secrets, modulePaths, memoryLimit } = options;
  const { launch = launchSandbox } = options;
  const { args, env } = launch({
    ...permissions,
    read: both(permissions.read, modulePaths),
    // Whose a module's file is can only be judged by who one is.
    sys: both(permissions.sys, ["uid"]),
  }, secrets);
  return { args, env: { ...env, [V8_FLAGS]: v8Flags(memoryLimit) } };
}

/**
 * The node's flags too: what one has compiled is of no use to the other where
 * these differ. Limits of memory make no difference there.
 */
function v8Flags(memoryLimit: number): string {
  const inherited = Deno.env.get(V8_FLAGS) ?? "";
  const flags = [inherited, `--max-old-space-size=${memoryLimit}`];
  return flags.filter((flag) => flag !== "").join(",");
}

function both(one: Grant, other: readonly string[]): Grant {
  return one === true ? true : [...one, ...other];
}

function silent(seconds: number): KozoError {
  return new KozoError(
    `it has given no sign of life for ${seconds} s, as "watchdog" allows: ` +
      "let it wait for something now and then",
  );
}

function slow(seconds: number): KozoError {
  return new KozoError(
    `it has given no sign of life for ${seconds} s since its start: what its ` +
      "module does when it is loaded has to end",
  );
}

function tooBig(found: number, limit: number): KozoError {
  return new KozoError(
    `its sandbox takes ${Math.round(found)} MB, more than "memoryLimit" ` +
      `(${limit}) allows`,
  );
}
