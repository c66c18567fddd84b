import { KozoError } from "../../core/errors.ts";
import { exists } from "../support/exists.ts";
import { endProcess } from "../support/end-process.ts";
import { startChild } from "./child.ts";
import type { Image } from "./image.ts";

/** Milliseconds between two looks for the socket, and how often to look. */
const GLANCE = 25;
const LOOKS = 400;

/**
 * What carries the radio waves between several virtual machines: an adapter is
 * attached to it by its socket.
 */
export class Air implements AsyncDisposable {
  readonly #folder: string;
  readonly #btvirt: Deno.ChildProcess;

  private constructor(folder: string, btvirt: Deno.ChildProcess) {
    this.#folder = folder;
    this.#btvirt = btvirt;
  }

  /** The socket for the machines' option `air`. */
  get socket(): string {
    return `${this.#folder}/bt-server-bredr`;
  }

  /** Starts it, with what the image has for that. */
  static async open(image: Image): Promise<Air> {
    const folder = await Deno.makeTempDir({ prefix: "kozo-air-" });
    const program = `${image.folder}/root/usr/local/bin/btvirt`;
    const btvirt = startChild([program, "-s"], { cwd: folder });
    const air = new Air(folder, btvirt);
    for (let look = 0; look < LOOKS; look++) {
      if (await exists(air.socket)) return air;
      await new Promise((resolve) => setTimeout(resolve, GLANCE));
    }
    await air[Symbol.asyncDispose]();
    throw new KozoError('Cannot start the air: "btvirt -s" makes no socket');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    endProcess(this.#btvirt, "SIGKILL");
    await this.#btvirt.status;
    await Deno.remove(this.#folder, { recursive: true });
  }
}
