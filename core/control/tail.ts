import { type Environment, sleep } from "../environment.ts";
import { type Message, TypedMessage } from "../model/message.ts";
import { toFrame } from "../runtime/message-frame.ts";
import { messageOf } from "../text.ts";
import { Wake } from "../wake.ts";
import { decodeValue } from "../wire/value.ts";
import { plain } from "./plain.ts";

/** Messages that wait to be shown at most, and their bytes. */
const MOST_WAITING = 256;
const MOST_BYTES = 1024 * 1024;

/**
 * Seconds between two looks at what waits. With the number of those that may
 * wait this bounds what it costs a node to be watched.
 */
const PAUSE = 0.05;

/** Which messages somebody wants to see; what is left out means all. */
export interface TailFilter {
  readonly type: string | undefined;
  /** The node that has sent it. */
  readonly from: string | undefined;
  /** The role that has sent it. */
  readonly role: string | undefined;
}

/** A message as `kozo tail --json` prints it. */
export interface TailLine {
  readonly kind: "event" | "order" | "log";
  /** The node that has sent it, and the role. */
  readonly sender: string;
  readonly role: string;
  /** When it was sent by the sender's clock: seconds since 1970. */
  readonly time: number;
  readonly type?: string;
  readonly channel?: string | null;
  readonly data?: unknown;
  readonly text?: string;
}

/** How many messages were not shown, since the terminal was too slow. */
export interface TailLoss {
  readonly lost: number;
}

/**
 * The messages that pass a node, for one who watches. Those that he is too slow
 * for are counted and not shown; the node waits for nobody.
 */
export class Tail {
  readonly #filter: TailFilter;
  readonly #wake = new Wake();
  #waiting: Message[] = [];
  #bytes = 0;
  #lost = 0;

  constructor(filter: TailFilter) {
    this.#filter = filter;
  }

  /** A message passes. */
  see(message: Message): void {
    if (!this.#isWanted(message)) return;
    const bytes = this.#bytes + message.size;
    if (this.#waiting.length >= MOST_WAITING || bytes > MOST_BYTES) {
      this.#lost++;
      return;
    }
    this.#bytes = bytes;
    this.#waiting.push(message);
    if (this.#waiting.length === 1) this.#wake.wake();
  }

  /**
   * Shows what passes, until the signal is aborted.
   *
   * @param show returns when more can be shown
   */
  async run(
    show: (lines: (TailLine | TailLoss)[]) => Promise<void>,
    environment: Environment,
    signal: AbortSignal,
  ): Promise<void> {
    const onAbort = () => this.#wake.wake();
    signal.addEventListener("abort", onAbort, { once: true });
    for (;;) {
      await this.#wake.wait();
      if (signal.aborted) return;
      await show(this.#take());
      await sleep(environment, PAUSE, signal).catch(() => {});
    }
  }

  #take(): (TailLine | TailLoss)[] {
    const lines = this.#waiting.map(toLine);
    const losses = this.#lost > 0 ? [{ lost: this.#lost }] : [];
    this.#waiting = [];
    this.#bytes = 0;
    this.#lost = 0;
    return [...lines, ...losses];
  }

  #isWanted(message: Message): boolean {
    const { type, from, role } = this.#filter;
    return (from === undefined || from === message.sender) &&
      (role === undefined || role === message.senderRole) &&
      (type === undefined ||
        message instanceof TypedMessage && message.type === type);
  }
}

function toLine(message: Message): TailLine {
  const frame = toFrame(message);
  if (frame.kind === "log") return frame;
  const { channel = null, data, ...rest } = frame;
  return { ...rest, channel, data: dataOf(data) };
}

/** Decoded for this line alone: a role may change what it was given. */
function dataOf(payload: Uint8Array): unknown {
  try {
    return plain(decodeValue(payload));
  } catch (error) {
    return { undecodable: messageOf(error) };
  }
}
