import type { SystemConfig } from "../config/config.ts";
import { KozoError } from "../errors.ts";
import type { Log } from "../log.ts";
import { type Changes, isNothing } from "../runtime/changes.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { printable } from "../text.ts";
import { describeChanges } from "./describe-changes.ts";

/** What has come out of a reload, as `kozo reload --json` prints it. */
export interface Reloaded {
  /** Whether the new configuration holds, as far as it can. */
  readonly reloaded: boolean;
  /** What has changed, unless nothing was reloaded. */
  readonly changes: Changes | null;
  /** Why the old configuration stays, a line for each thing that is wrong. */
  readonly problems: readonly string[];
}

/** What a {@link Reloader} needs. */
export interface ReloaderOptions {
  readonly runtime: Pick<Runtime, "reload">;
  readonly log: Log;
  /**
   * Reads and checks the configuration file.
   *
   * @throws {KozoError} with everything that is wrong with it
   */
  load(): Promise<SystemConfig>;
}

/** Makes a running node follow its configuration file. */
export class Reloader {
  readonly #options: ReloaderOptions;
  /** The reload that is on, or was last. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ReloaderOptions) {
    this.#options = options;
  }

  /**
   * Reads the file; when anything is wrong, all stays as it is. One at a time:
   * of two contents the later one counts, however long the earlier one takes.
   */
  async reload(): Promise<Reloaded> {
    const turn = this.#last.then(() => this.#reload());
    this.#last = turn.catch(() => {});
    return await turn;
  }

  async #reload(): Promise<Reloaded> {
    const { runtime, log, load } = this.#options;
    try {
      const config = await load();
      using unused = new DisposableStack();
      unused.use(config.library);
      const changes = await runtime.reload(config);
      // A role of it may import something later.
      if (!isNothing(changes)) unused.move();
      for (const line of describeChanges(changes)) log("info", "node", line);
      return { reloaded: true, changes, problems: [] };
    } catch (error) {
      if (!(error instanceof KozoError)) throw error;
      const problems = error.message.split("\n").map(printable);
      for (const line of problems) {
        log("error", "node", `Not reloaded: ${line}`);
      }
      return { reloaded: false, changes: null, problems };
    }
  }
}
