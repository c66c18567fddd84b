import { untilEnded } from "../support/end-process.ts";
import { wholeLines } from "../support/lines.ts";
import type { NodeCommand } from "./node-command.ts";

/** A node that runs as a process of its own. */
export class NodeProcess {
  /** The node's name. */
  readonly node: string;
  /** How it ended, once it has. */
  readonly ended: Promise<Deno.CommandStatus>;
  readonly #child: Deno.ChildProcess;

  constructor({ node, argv: [program, ...args], cwd }: NodeCommand) {
    this.node = node;
    this.#child = new Deno.Command(program, {
      args,
      cwd,
      // Ctrl-C would otherwise reach it too: all are asked to stop by us alone,
      // so that they stop in the same way whatever ends the testnet.
      detached: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.ended = this.#child.status;
  }

  /** The process's number. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Hands each line that the node prints to `take`, until it prints no more. */
  async forwardLines(take: (line: string) => Promise<void>): Promise<void> {
    const { stdout, stderr } = this.#child;
    await Promise.all([stdout, stderr].map(async (stream) => {
      for await (const line of wholeLines(stream)) await take(line);
    }));
  }

  /** Asks it to stop, kills it when it does not, and waits for its end. */
  async stop(): Promise<void> {
    await untilEnded(this.#child);
  }
}
