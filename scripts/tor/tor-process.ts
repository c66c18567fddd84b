import { KozoError } from "../../core/errors.ts";
import { atMost } from "../support/waiting.ts";

/**
 * How long a process may take to end, in milliseconds. Some relays of Tor
 * 0.4.9 never do: a thread that has to wake up does not.
 */
const PATIENCE = 1500;

/** A Tor that runs as a process of its own. */
export class TorProcess {
  /** Its folder. */
  readonly folder: string;
  readonly ended: Promise<unknown>;
  readonly #child: Deno.ChildProcess;
  #hasEnded = false;

  private constructor(folder: string, child: Deno.ChildProcess) {
    this.folder = folder;
    this.#child = child;
    this.ended = child.status.then(() => this.#hasEnded = true);
  }

  /** Starts it in its folder. */
  static async start(folder: string, torrc: string): Promise<TorProcess> {
    await Deno.writeTextFile(`${folder}/torrc`, torrc);
    return TorProcess.restart(folder);
  }

  /** Starts it in the folder of one that has ended. */
  static restart(folder: string): TorProcess {
    return new TorProcess(folder, command(folder, "--quiet").spawn());
  }

  /** The process's number. */
  get pid(): number {
    return this.#child.pid;
  }

  /** @throws {KozoError} when it has ended, with its own words */
  async assertAlive(): Promise<void> {
    if (!this.#hasEnded) return;
    const log = await Deno.readTextFile(`${this.folder}/notice.log`)
      .catch(() => "");
    const { stdout } = await command(
      this.folder,
      ...["--verify-config", "--hush"],
    ).output();
    throw new KozoError(
      `A Tor has ended by itself: ${this.folder}:\n${log}` +
        new TextDecoder().decode(stdout),
    );
  }

  /** Makes it look for what it lacks at once, instead of when it would. */
  hurry(): void {
    this.#child.kill("SIGHUP");
  }

  /** Asks it to end, kills it if it does not, and waits for its end. */
  async stop(): Promise<void> {
    if (!this.#hasEnded) this.#child.kill("SIGTERM");
    await atMost(PATIENCE, this.ended);
    await this.kill();
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    if (!this.#hasEnded) this.#child.kill("SIGKILL");
    await this.ended;
  }
}

function command(folder: string, ...args: readonly string[]): Deno.Command {
  return new Deno.Command("tor", {
    args: ["-f", `${folder}/torrc`, "--defaults-torrc", "/dev/null", ...args],
    // Ctrl-C is not for it: whoever has started it also ends it.
    detached: true,
    stdin: "null",
    stdout: args.includes("--quiet") ? "null" : "piped",
    stderr: "null",
  });
}
