import { decodeFrame, type Frame } from "../../core/wire/codec.ts";
import { FrameSplitter } from "../../core/wire/frame.ts";
import { decodeValue } from "../../core/wire/value.ts";
import type { Note } from "./roles.ts";

/** Lines that a diagram keeps; the first of a long run matter least. */
const MAX_LINES = 2000;

/** A run as text: what happened when, each node in a column of its own. */
export class Diagram {
  readonly #names: readonly string[];
  readonly #now: () => number;
  #lines: string[] = [];

  constructor(names: readonly string[], now: () => number) {
    this.#names = names;
    this.#now = now;
  }

  /** Something happened at a node. */
  note(name: string, text: string): void {
    const column = this.#names.indexOf(name);
    const time = this.#now().toFixed(3).padStart(9);
    const cells = this.#names.map((_, i) => i === column ? "●" : "│");
    this.#push(`${time}  ${cells.join(" ")}  ${name}: ${text}`);
  }

  /** A node sends frames to another; heartbeats are not worth a line. */
  frames(from: string, to: string, bytes: Uint8Array): void {
    for (const body of new FrameSplitter(2 ** 20).push(bytes)) {
      const text = describe(decodeFrame(body));
      if (text !== undefined) this.#arrow(from, to, text);
    }
  }

  #arrow(from: string, to: string, text: string): void {
    const a = this.#names.indexOf(from);
    const b = this.#names.indexOf(to);
    const time = this.#now().toFixed(3).padStart(9);
    const cells = this.#names.map((_, i) => {
      if (i === a) return "●";
      if (i === b) return b > a ? "▶" : "◀";
      return i > Math.min(a, b) && i < Math.max(a, b) ? "─" : "│";
    });
    this.#push(`${time}  ${cells.join(" ")}  ${from} → ${to}: ${text}`);
  }

  /** Something happened to the network. */
  mark(text: string): void {
    const time = this.#now().toFixed(3).padStart(9);
    this.#push(`${time}  ${"═".repeat(2 * this.#names.length - 1)}  ${text}`);
  }

  toString(): string {
    return this.#lines.join("\n");
  }

  #push(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > MAX_LINES) this.#lines = this.#lines.slice(-1000);
  }
}

function describe(frame: Frame): string | undefined {
  switch (frame.kind) {
    case "heartbeat":
      return undefined;
    case "event":
    case "brief": {
      const { node, number } = decodeValue(frame.data) as Note;
      return `${node}'s message ${number}`;
    }
    case "start":
      return `start ${frame.number} after ${frame.after}`;
    case "bye":
      return `bye: ${frame.reason}`;
    default:
      return frame.kind;
  }
}
