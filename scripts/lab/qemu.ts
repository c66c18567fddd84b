import { KozoError } from "../../core/errors.ts";
import { endProcess } from "../support/end-process.ts";
import { startChild } from "./child.ts";

/** QEMU as a process, which dies with this one, however that ends. */
export class Qemu {
  /** What it had to say, once it has ended. */
  readonly ended: Promise<string>;
  /** Whether it was ended because its time was over. */
  isLate = false;
  readonly #child: Deno.ChildProcess;

  /**
   * Starts it.
   *
   * @param timeLimit seconds after which it is ended
   * @param stop ends it
   */
  constructor(
    command: readonly string[],
    timeLimit: number,
    stop: AbortSignal,
  ) {
    this.#child = startChild(command, { stderr: "piped" });
    this.ended = this.#watch(timeLimit, stop);
  }

  async #watch(timeLimit: number, stop: AbortSignal): Promise<string> {
    const onStop = () => this.kill();
    const timer = setTimeout(() => {
      this.isLate = true;
      this.kill();
    }, timeLimit * 1000);
    stop.addEventListener("abort", onStop);
    if (stop.aborted) onStop();
    const said = await new Response(this.#child.stderr).text();
    await this.#child.status;
    clearTimeout(timer);
    stop.removeEventListener("abort", onStop);
    return said.trim();
  }

  /** Rejects when it ends, with the reason that it gives. */
  async refusal(): Promise<never> {
    throw new KozoError(
      `Cannot start the virtual machine: QEMU says: ${await this.ended}`,
    );
  }

  /** Ends it at once. */
  kill(): void {
    endProcess(this.#child, "SIGKILL");
  }
}
