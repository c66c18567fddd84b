import { wholeLines } from "../../scripts/support/lines.ts";
import type { Cabling } from "../support/namespaces.ts";

/** But for what kernels have to say to each other. */
const FILTER = "ip or (ip6 and (tcp or udp))";

/** Everything that a machine sends or receives, on all of its interfaces. */
export class Capture implements AsyncDisposable {
  /** A packet a line, such as `lo In IP 127.0.0.1.9050 > 127.0.0.1.4711: …`. */
  readonly packets: string[] = [];
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<void>;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#reading = this.#read(child.stdout);
  }

  /** Begins, and returns once no packet is missed any more. */
  static async start(cabling: Cabling, machine: string): Promise<Capture> {
    const [command, ...args] = cabling.inside(machine);
    const child = new Deno.Command(command, {
      args: [...args, ...[
        "tcpdump",
        "-i",
        "any",
        "-nn",
        "-l",
        "-t",
        "-q",
        FILTER,
      ]],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const capture = new Capture(child);
    const ready = Promise.withResolvers<void>();
    void (async () => {
      for await (const line of wholeLines(child.stderr)) {
        if (line.startsWith("listening on")) ready.resolve();
      }
      ready.reject(new Error("tcpdump has ended"));
    })();
    await ready.promise;
    return capture;
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#reading;
    await this.#child.status;
  }

  async #read(output: ReadableStream<Uint8Array>): Promise<void> {
    for await (const line of wholeLines(output)) this.packets.push(line);
  }
}

/** Why nothing can be captured here, if that is so. */
export async function whyNoCapture(): Promise<string | undefined> {
  try {
    await new Deno.Command("tcpdump", { args: ["--version"] }).output();
    return undefined;
  } catch {
    return "there is no tcpdump here";
  }
}
