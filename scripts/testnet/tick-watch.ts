/** What each line begins with, after the time, that a cuckoo sends. */
const CUCKOO = "<cuckoo@";

/** Tells whether ticks have crossed the network: by what its logger wrote. */
export class TickWatch {
  readonly #log: string;
  readonly #before: number;

  private constructor(log: string, before: number) {
    this.#log = log;
    this.#before = before;
  }

  /** Starts to watch a log file; what it holds already does not count. */
  static async start(log: string): Promise<TickWatch> {
    return new TickWatch(log, (await readLog(log)).length);
  }

  /** Whether a cuckoo's line has come since. */
  async sawTick(): Promise<boolean> {
    return (await readLog(this.#log)).slice(this.#before).includes(CUCKOO);
  }
}

/** The file's text; a missing file is an empty one. */
async function readLog(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
