import { type Environment, LinkError, LinkReason } from "kozo";
import { Wake } from "../../core/wake.ts";
import type { Network } from "./network.ts";

/** Bytes on their way in one direction before a sender has to wait. */
const WINDOW = 64 * 1024;

/** One end of the network's connections: a machine with one program. */
export interface Host {
  readonly name: string;
  /** Its own view of time, which stands still while it is frozen. */
  readonly environment: Environment;
  /** Takes a connection that another host has made. */
  onConnection(connection: Connection): void;
}

/** A stream of bytes each way between two hosts, as TCP gives it. */
export class Connection {
  readonly from: Host;
  readonly to: Host;
  readonly network: Network;
  readonly #there: Pipe;
  readonly #back: Pipe;

  constructor(network: Network, from: Host, to: Host) {
    this.network = network;
    this.from = from;
    this.to = to;
    this.#there = new Pipe(network, from, to);
    this.#back = new Pipe(network, to, from);
    // Who learns that nobody reads what he writes has nothing to read either.
    this.#there.onReset = () => this.#back.end();
    this.#back.onReset = () => this.#there.end();
  }

  involves(host: Host): boolean {
    return host === this.from || host === this.to;
  }

  /** What a host writes into. */
  out(host: Host): Pipe {
    return host === this.from ? this.#there : this.#back;
  }

  /** What a host reads from. */
  in(host: Host): Pipe {
    return host === this.from ? this.#back : this.#there;
  }

  /** A host ends the connection: the other reads what is on its way first. */
  close(host: Host): void {
    this.in(host).abandon();
    this.out(host).finish();
    if (this.#there.isOver && this.#back.isOver) this.network.forget(this);
  }

  /** A host's program is gone, and its system says so. */
  die(host: Host): void {
    this.in(host).abandon();
    this.out(host).finish();
  }

  /** A host is gone without a word; nothing answers in its place. */
  vanish(host: Host): void {
    this.in(host).swallow();
    this.out(host).vanish();
  }

  /** A host is there again, and knows nothing of this connection. */
  disown(host: Host): void {
    this.in(host).abandon();
  }

  /** Paths may have been mended. */
  flush(): void {
    this.#there.flush();
    this.#back.flush();
  }
}

/** One direction of a connection. */
export class Pipe {
  readonly #network: Network;
  readonly #from: Host;
  readonly #to: Host;
  /** What waits for its path to be mended; `undefined` is the end. */
  readonly #held: (Uint8Array | undefined)[] = [];
  readonly #arrived: Uint8Array[] = [];
  readonly #readable = new Wake();
  readonly #writable = new Wake();
  #inFlight = 0;
  #lastArrival = 0;
  #state: "open" | "finished" | "vanished" = "open";
  #ended = false;
  /** The reader is gone: what is written comes back as an error. */
  #abandoned = false;
  /** The reader's machine is gone: what is written comes to nothing. */
  #swallowed = false;
  #broken = false;
  /** Is told when the writer learns that the reader is gone. */
  onReset: (() => void) | undefined;

  constructor(network: Network, from: Host, to: Host) {
    this.#network = network;
    this.#from = from;
    this.#to = to;
  }

  get isOver(): boolean {
    return this.#held.length === 0 &&
      (this.#state !== "open" || this.#abandoned);
  }

  /**
   * Writes, and returns once more can be taken.
   *
   * @throws {LinkError} when the reader is known to be gone
   */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#broken || this.#state !== "open") throw reset();
    this.#inFlight += bytes.length;
    this.#send(bytes);
    while (this.#inFlight > WINDOW) {
      await this.#writable.wait();
      if (this.#broken || this.#state !== "open") throw reset();
    }
  }

  /** Reads what has come, or `undefined` at the end. */
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const bytes = this.#arrived.shift();
      if (bytes !== undefined) {
        this.#inFlight -= bytes.length;
        this.#writable.wake();
        return bytes;
      }
      if (this.#ended || this.#abandoned) return undefined;
      await this.#readable.wait();
    }
  }

  /** The writer has ended. */
  finish(): void {
    if (this.#state !== "open") return;
    this.#state = "finished";
    this.#writable.wake();
    this.#send(undefined);
  }

  /** The writer is gone without a word. */
  vanish(): void {
    this.#state = "vanished";
    this.#held.length = 0;
  }

  /** Nothing comes any more. */
  end(): void {
    this.#ended = true;
    this.#readable.wake();
  }

  /** The reader has ended. */
  abandon(): void {
    this.#abandoned = true;
    this.#arrived.length = 0;
    this.#readable.wake();
  }

  /** The reader's machine is gone. */
  swallow(): void {
    this.#swallowed = true;
  }

  flush(): void {
    while (this.#held.length > 0 && !this.#isCut) {
      this.#travel(this.#held.shift());
    }
  }

  get #isCut(): boolean {
    return this.#network.isCut(this.#from.name, this.#to.name);
  }

  #send(bytes: Uint8Array | undefined): void {
    if (this.#isCut || this.#held.length > 0) this.#held.push(bytes);
    else this.#travel(bytes);
  }

  /** In order: nothing overtakes what was sent before it. */
  #travel(bytes: Uint8Array | undefined): void {
    const { environment } = this.#network;
    const now = environment.monotonic();
    const arrival = Math.max(now + this.#network.delay(), this.#lastArrival);
    this.#lastArrival = arrival;
    environment.after(arrival - now, () => this.#arrive(bytes));
  }

  #arrive(bytes: Uint8Array | undefined): void {
    if (this.#abandoned) return this.#bounce();
    if (this.#swallowed) return;
    if (bytes === undefined) this.#ended = true;
    else this.#arrived.push(bytes);
    this.#readable.wake();
  }

  /** Nobody reads any more: the writer hears of it, if the way back is open. */
  #bounce(): void {
    if (this.#network.isCut(this.#to.name, this.#from.name)) return;
    this.#network.environment.after(this.#network.delay(), () => {
      this.#broken = true;
      this.#writable.wake();
      this.onReset?.();
    });
  }
}

function reset(): LinkError {
  return new LinkError(LinkReason.Lost, "the connection was reset");
}
