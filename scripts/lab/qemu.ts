import { KozoError } from "../../core/errors.ts";

/** QEMU as a process, which dies with this one, however that ends. */
export class Qemu {
  /** Kept once it has ended, and has nothing more to say. */
  readonly ended: Promise<void>;
  readonly #child: Deno.ChildProcess;
  readonly #complaint: Promise<string>;

  constructor(command: readonly string[]) {
    this.#child = new Deno.Command("setpriv", {
      args: ["--pdeathsig", "KILL", ...command],
      // Ctrl-C reaches this process alone.
      detached: true,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    this.#complaint = new Response(this.#child.stderr).text();
    this.ended = Promise.all([this.#child.status, this.#complaint])
      .then(() => {});
  }

  /** Rejects when it ends, with the reason that it gives. */
  async refusal(): Promise<never> {
    const { code } = await this.#child.status;
    const lines = (await this.#complaint).trim().split("\n");
    throw new KozoError(
      `Cannot start the virtual machine: QEMU says: ${
        lines.at(-1) || `exit code ${code}`
      }`,
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
