import { Event, type Message } from "kozo";
import type { Note } from "./roles.ts";

/** How things stand between two nodes when one sends a message. */
export interface Prospect {
  readonly to: string;
  /** Whether the other's listener wants it. */
  readonly isWanted: boolean;
  /** Whether policies let it go at all. */
  readonly isAllowed: boolean;
  /** Whether it can go now, or may wait. */
  readonly isTaken: boolean;
  /** Whether the oldest message that waits has to make room for it. */
  readonly isFull: boolean;
}

/** What a recorder asks the world. */
export interface Witness {
  /** Seconds since the start. */
  now(): number;
  /** What may become of a message that a node sends now. */
  prospects(from: string): readonly Prospect[];
}

interface Sent extends Note {
  readonly at: number;
  readonly prospects: ReadonlyMap<string, Prospect>;
  readonly heardBy: Set<string>;
}

/** Takes down every message, and holds the guarantees against it. */
export class Recorder {
  /** What was found wrong. */
  readonly violations: string[] = [];
  /** Whether the speakers are to be silent. */
  isQuiet = false;
  /** Messages heard so far. */
  heard = 0;
  readonly #witness: Witness;
  readonly #sent = new Map<string, Sent>();
  readonly #counts = new Map<string, number>();
  /** The last number heard, by receiver, sender and the sender's life. */
  readonly #lastHeard = new Map<string, number>();
  readonly #throwing = new Set<string>();
  readonly #aliveAt = new Map<string, number>();

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  /** A node sends its next message. */
  send(node: string, life: number): Note {
    const number = (this.#counts.get(node) ?? 0) + 1;
    this.#counts.set(node, number);
    const note: Note = { node, life, number };
    const prospects = this.#witness.prospects(node).map((p) =>
      [p.to, p] as const
    );
    this.#sent.set(`${node} ${number}`, {
      ...note,
      at: this.#witness.now(),
      prospects: new Map(prospects),
      heardBy: new Set(),
    });
    return note;
  }

  /** A node's listener has a message. */
  hear(by: string, message: Message): void {
    if (!(message instanceof Event)) return this.#blame(`${by} heard no event`);
    const note = message.data as Note;
    const what = `${by} heard ${note.node}'s message ${note.number}`;
    const sent = this.#sent.get(`${note.node} ${note.number}`);
    if (sent === undefined) return this.#blame(`${what}, which nobody sent`);
    if (message.sender !== note.node) {
      this.#blame(`${what} as one of ${message.sender} (guarantee 3)`);
    }
    this.#checkOrder(by, note, what);
    this.#checkProspect(sent.prospects.get(by), what);
    sent.heardBy.add(by);
    this.heard++;
  }

  /**
   * Messages sent since then that somebody should have heard and did not. Where
   * a queue was full since then, nothing can be said.
   */
  missing(since: number): string[] {
    const recent = [...this.#sent.values()].filter(({ at }) => at >= since);
    const full = new Set<string>();
    for (const { node, prospects } of recent) {
      for (const { to, isFull } of prospects.values()) {
        if (isFull) full.add(`${node} ${to}`);
      }
    }
    return recent.flatMap((sent) =>
      [...sent.prospects.values()]
        .filter(({ to, isWanted, isAllowed, isTaken }) =>
          isWanted && isAllowed && isTaken && !sent.heardBy.has(to) &&
          !full.has(`${sent.node} ${to}`)
        )
        .map(({ to }) =>
          `${to} never heard ${sent.node}'s message ${sent.number}, sent at ` +
          `${sent.at.toFixed(3)} s`
        )
    );
  }

  /** The numbers of a node's messages that another has heard, in order. */
  heardFrom(node: string, by: string): number[] {
    return [...this.#sent.values()]
      .filter((sent) => sent.node === node && sent.heardBy.has(by))
      .map(({ number }) => number);
  }

  /** A node's thrower has run without throwing. */
  markAlive(node: string): void {
    this.#aliveAt.set(node, this.#witness.now());
  }

  /** Guarantee 7: nodes whose thrower has not run again since then. */
  deadRoles(nodes: Iterable<string>, since: number): string[] {
    return [...nodes]
      .filter((node) => (this.#aliveAt.get(node) ?? 0) < since)
      .map((node) => `${node}'s thrower was not restarted (guarantee 7)`);
  }

  /** Has a node's thrower throw once. */
  askToThrow(node: string): void {
    this.#throwing.add(node);
  }

  /** @throws when the node's thrower was asked to */
  throwIfAsked(node: string): void {
    if (this.#throwing.delete(node)) throw new Error("as I was asked to");
  }

  #checkOrder(by: string, { node, life, number }: Note, what: string): void {
    const key = `${by} ${node} ${life}`;
    const last = this.#lastHeard.get(key) ?? 0;
    if (number === last) this.#blame(`${what} twice (guarantee 1)`);
    if (number < last) this.#blame(`${what} after ${last} (guarantee 1)`);
    this.#lastHeard.set(key, Math.max(number, last));
  }

  #checkProspect(prospect: Prospect | undefined, what: string): void {
    if (prospect === undefined) return;
    if (!prospect.isWanted) this.#blame(`${what} and does not want it`);
    if (!prospect.isAllowed) {
      this.#blame(`${what} against the policy (guarantee 6)`);
    } else if (!prospect.isTaken) {
      this.#blame(`${what}, sent when there was no link (guarantee 2)`);
    }
  }

  #blame(what: string): void {
    this.violations.push(`${this.#witness.now().toFixed(3)} s: ${what}`);
  }
}
