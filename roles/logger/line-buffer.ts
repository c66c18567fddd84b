/** Lines that wait to be written. When they are too many the oldest go. */
export class LineBuffer {
  readonly #limit: number;
  #lines: string[] = [];
  #size = 0;
  #lost = 0;

  /** @param limit characters at most, but for one longer line */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Lines that wait. */
  get length(): number {
    return this.#lines.length;
  }

  /** Characters that wait, the ends of the lines included. */
  get size(): number {
    return this.#size;
  }

  /** Lines that had to go since the buffer was empty. */
  get lost(): number {
    return this.#lost;
  }

  /** Adds a line at the end. */
  push(line: string): void {
    this.#lines.push(`${line}\n`);
    this.#size += line.length + 1;
    while (this.#size > this.#limit && this.#lines.length > 1) {
      this.#size -= this.#lines.shift()?.length ?? 0;
      this.#lost++;
    }
  }

  /** All lines as one text; they stay. */
  toString(): string {
    return this.#lines.join("");
  }

  /** Takes everything out. */
  clear(): void {
    this.#lines = [];
    this.#size = 0;
    this.#lost = 0;
  }
}
