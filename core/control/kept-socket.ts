import { type Environment, sleep } from "../environment.ts";
import type { Log } from "../log.ts";
import { messageOf } from "../text.ts";
import { quotePath } from "../wording.ts";
import type { ControlSocket } from "./control-socket.ts";

/** Seconds between two looks whether the socket is there still. */
const GLANCE = 10;

/** What a {@link KeptSocket} needs. */
export interface KeptSocketOptions {
  readonly socket: ControlSocket;
  readonly environment: Environment;
  readonly log: Log;
  /**
   * Opens another socket after that one was taken away.
   *
   * @throws {StartError} when there can be none
   */
  reopen(): Promise<ControlSocket>;
}

/**
 * The socket of a node that outlives its file: when its user logs out, systemd
 * removes the folder that it is in, and the node may run on.
 */
export class KeptSocket implements Disposable {
  readonly #options: KeptSocketOptions;
  readonly #life = new AbortController();
  readonly #keeping: Promise<void>;
  #socket: ControlSocket;

  constructor(options: KeptSocketOptions) {
    this.#options = options;
    this.#socket = options.socket;
    this.#keeping = this.#keep();
  }

  /**
   * Whoever asks next; nobody once it is disposed of.
   *
   * @throws when the system lets nobody in at present
   */
  async accept(): Promise<Deno.UnixConn | undefined> {
    while (!this.#life.signal.aborted) {
      const connection = await this.#socket.accept();
      if (connection !== undefined) return connection;
    }
    await this.#keeping;
    return undefined;
  }

  /** Takes it away. */
  [Symbol.dispose](): void {
    this.#life.abort();
    this.#socket[Symbol.dispose]();
  }

  async #keep(): Promise<void> {
    const { environment, log } = this.#options;
    const { signal } = this.#life;
    let isLost = false;
    for (;;) {
      await sleep(environment, GLANCE, signal).catch(() => {});
      if (signal.aborted) return;
      if (this.#socket.isThere) continue;
      try {
        await this.#replace();
        isLost = false;
      } catch (error) {
        if (!isLost) log("warning", "control", messageOf(error));
        isLost = true;
      }
    }
  }

  async #replace(): Promise<void> {
    const { reopen, log } = this.#options;
    const former = this.#socket;
    const socket = await reopen();
    if (this.#life.signal.aborted) return socket[Symbol.dispose]();
    this.#socket = socket;
    former[Symbol.dispose]();
    log(
      "info",
      "control",
      `The socket ${quotePath(former.path)} was taken away: this node can be ` +
        `asked at ${quotePath(socket.path)} now`,
    );
  }
}
