import { FrameWatch } from "./frame-watch.ts";
import { readHead } from "./read-head.ts";
import { writeAll } from "./write-all.ts";

/** Bytes that are passed on at once. */
const CHUNK = 64 * 1024;

/** A ping of WebSocket, as a server sends it. */
const PING = Uint8Array.of(0x89, 0x00);

/** Milliseconds. */
export interface Pulse {
  /** Between two pings. */
  readonly every: number;
  /** That a debugger may be silent after one, or take nothing. */
  readonly patience: number;
}

const PULSE: Pulse = { every: 5_000, patience: 30_000 };

/**
 * Passes on what a debugger and the inspector say. A debugger that is gone
 * without a word is noticed by pings: the node may stand still for it.
 */
export class Session {
  readonly #client: Deno.Conn;
  readonly #inspector: Deno.Conn;
  readonly #pulse: Pulse;
  readonly #frames = new FrameWatch();
  /** What is being written to the client, one after the other. */
  #writing: Promise<void> = Promise.resolve();
  /** Since when something that the client owes us has not come. */
  #unansweredSince: number | undefined;
  #stuckSince: number | undefined;
  #isOver = false;

  constructor(client: Deno.Conn, inspector: Deno.Conn, pulse = PULSE) {
    this.#client = client;
    this.#inspector = inspector;
    this.#pulse = pulse;
  }

  /**
   * Goes on until one of the two hangs up.
   *
   * @param opening what the inspector is to hear first
   * @returns why it ended
   */
  async run(opening: Uint8Array): Promise<string> {
    let why = "the session has ended";
    let timer: ReturnType<typeof setInterval> | undefined;
    const bothWays = async () => {
      await writeAll(this.#inspector, opening);
      await this.#passHead();
      timer = setInterval(() => {
        if (!this.#isAlive()) {
          why = "the debugger does not answer any more";
          this.#end();
        } else this.#ping();
      }, this.#pulse.every);
      await Promise.race([this.#toInspector(), this.#toClient()]);
    };
    // Whoever hangs up, and however, it is over.
    await bothWays().catch(() => {});
    clearInterval(timer);
    this.#end();
    return why;
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#client.close();
    this.#inspector.close();
  }

  /** The inspector's answer to the opening, which is no frame yet. */
  async #passHead(): Promise<void> {
    const head = await readHead(this.#inspector);
    if (head === undefined) throw new Error("The inspector does not answer");
    await this.#say(new TextEncoder().encode(`${head.text}\r\n\r\n`));
    this.#frames.push(head.rest);
    await this.#say(head.rest);
  }

  async #toInspector(): Promise<void> {
    await passOn(this.#client, (bytes) => {
      this.#unansweredSince = undefined;
      return writeAll(this.#inspector, bytes);
    });
  }

  async #toClient(): Promise<void> {
    await passOn(this.#inspector, (bytes) => {
      this.#frames.push(bytes);
      return this.#say(bytes);
    });
  }

  #say(bytes: Uint8Array): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      this.#stuckSince = performance.now();
      await writeAll(this.#client, bytes);
      this.#stuckSince = undefined;
    });
    return this.#writing;
  }

  #ping(): void {
    // In the middle of a frame there is no place for another.
    if (!this.#frames.isBetween) return;
    this.#unansweredSince ??= performance.now();
    // What fails here, fails for those who pass on, too.
    this.#say(PING).catch(() => {});
  }

  #isAlive(): boolean {
    const now = performance.now();
    return [this.#unansweredSince, this.#stuckSince]
      .every((since) => now - (since ?? now) < this.#pulse.patience);
  }
}

async function passOn(
  from: Deno.Conn,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const chunk = new Uint8Array(CHUNK);
  let size = await from.read(chunk);
  while (size !== null) {
    await write(chunk.subarray(0, size));
    size = await from.read(chunk);
  }
}
