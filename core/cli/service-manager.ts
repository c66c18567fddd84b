import { messageOf } from "../text.ts";
import type { Log } from "../log.ts";
import { sendDatagram } from "./unix-datagram.ts";

/** What systemd understands. */
type State = "READY=1" | "WATCHDOG=1" | "STOPPING=1";

/** What tells a program whom to notify, and how often. */
export interface NotifyVariables {
  /** `NOTIFY_SOCKET`: a path; "@" begins a name that is no file. */
  readonly socket: string | undefined;
  /** `WATCHDOG_USEC`: microseconds without a sign of life until a kill. */
  readonly watchdog: string | undefined;
}

/**
 * The service manager that has started this program, if one has: it is told
 * when the node is ready and, as long as its event loop turns, that it lives.
 */
export class ServiceManager implements Disposable {
  readonly #socket: string | undefined;
  readonly #period: number;
  readonly #log: Log;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ socket, watchdog }: NotifyVariables, log: Log) {
    this.#socket = socket;
    this.#period = Number(watchdog ?? 0) / 1000;
    this.#log = log;
  }

  /** Takes what is to be notified out of the environment: no child shall. */
  static fromEnvironment(log: Log): ServiceManager {
    const [socket, watchdog] = ["NOTIFY_SOCKET", "WATCHDOG_USEC"].map((name) =>
      takeVariable(name)
    );
    return new ServiceManager({ socket, watchdog }, log);
  }

  /** The node is ready; from now on there are signs of life. */
  ready(): void {
    this.#tell("READY=1");
    if (this.#socket === undefined || !(this.#period > 0)) return;
    // Twice a period, as systemd advises.
    this.#timer = setInterval(
      () => this.#tell("WATCHDOG=1"),
      this.#period / 2,
    );
  }

  /** The node is about to end. */
  stopping(): void {
    this.#tell("STOPPING=1");
  }

  /** Ends the signs of life. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #tell(state: State): void {
    if (this.#socket === undefined) return;
    try {
      sendDatagram(this.#socket, new TextEncoder().encode(state));
    } catch (error) {
      this.#log(
        "warning",
        "node",
        `Cannot tell the service manager "${state}": ${messageOf(error)}`,
      );
    }
  }
}

function takeVariable(name: string): string | undefined {
  const value = Deno.env.get(name);
  Deno.env.delete(name);
  return value;
}
