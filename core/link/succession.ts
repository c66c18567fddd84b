import type { Link } from "./link.ts";

/**
 * The order in which a peer has used its links. A link's number comes with its
 * `start`, which can be on its way still when that of the next is here.
 */
export class Succession {
  /** Links that may bring messages, with their numbers as far as known. */
  readonly #open = new Map<Link, number | undefined>();
  /** The highest number of those that are over. */
  #over = 0;
  readonly #waiting = new Set<() => void>();

  /** Links that the peer has used before the one of that number. */
  before(number: number): Link[] {
    return [...this.#open.keys()].filter((link) => {
      const other = this.#open.get(link);
      return other !== undefined && other < number;
    });
  }

  /** A link is there. */
  add(link: Link): void {
    this.#open.set(link, undefined);
  }

  /** The peer uses a link. */
  start(link: Link, number: number): void {
    this.#open.set(link, number);
    this.#changed();
  }

  /** A link brings no more messages. */
  end(link: Link): void {
    this.#over = Math.max(this.#over, this.#open.get(link) ?? 0);
    this.#open.delete(link);
    this.#changed();
  }

  /** Settles when no message can come any more over the link of a number. */
  async passed(number: number): Promise<void> {
    while (this.#mayBring(number)) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Whether the link of a number is open, or may be one not yet numbered. */
  #mayBring(number: number): boolean {
    if (number <= this.#over) return false;
    const numbers = [...this.#open.values()];
    return numbers.includes(number) || numbers.includes(undefined);
  }

  #changed(): void {
    for (const recheck of this.#waiting) recheck();
    this.#waiting.clear();
  }
}
