const NEWLINE = 0x0a;

/** Control characters, except for those that lines of text have. */
const CONTROL = /[^\P{Cc}\t\r]/u;

/**
 * Looks at the first line of a connection as it comes. A browser that is sent
 * to a port by https or for a call begins with bytes that are no text, and what
 * follows may be what a page chose: lines that would be orders.
 */
export class Opening {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #isOver = false;

  /** Whether the line is text so far; always, once it has ended. */
  isText(bytes: Uint8Array): boolean {
    if (this.#isOver) return true;
    const end = bytes.indexOf(NEWLINE);
    this.#isOver = end >= 0;
    const part = this.#isOver ? bytes.subarray(0, end) : bytes;
    try {
      const text = this.#decoder.decode(part, { stream: !this.#isOver });
      return !CONTROL.test(text);
    } catch {
      return false;
    }
  }
}
