import { KozoError } from "../../core/errors.ts";

/** QEMU as a process, which dies with this one, however that ends. */
export class Qemu {
  /** What it had to say, once it has ended. */
  readonly ended: Promise<string>;
  readonly #child: Deno.ChildProcess;

  constructor(command: readonly string[]) {
    this.#child = new Deno.Command("setpriv", {
      args: ["--pdeathsig", "KILL", ...command],
      // Ctrl-C reaches this process alone.
      detached: true,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    this.ended = Promise.all([
      new Response(this.#child.stderr).text(),
      this.#child.status,
    ]).then(([said]) => said.trim());
  }

  /** Rejects when it ends, with the reason that it gives. */
  async refusal(): Promise<never> {
    throw new KozoError(
      `Cannot start the virtual machine: QEMU says: ${await this.ended}`,
    );
  }

  /** Ends it at once. */
  kill(): void {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      // That is how it says that the process has ended already.
      if (!(error instanceof TypeError)) throw error;
    }
  }
}
