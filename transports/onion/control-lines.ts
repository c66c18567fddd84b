/** What Tor says at once: an answer, or news that were asked for. */
export interface ControlReply {
  /** 250: done; 4xx and 5xx: refused; 6xx: news. */
  readonly code: number;
  /** Its lines without the code; a block of data follows its line. */
  readonly lines: readonly string[];
}

/** Characters that an answer may have before its end. */
const MAX_PENDING = 1024 * 1024;

/** A line: its code, how it goes on, its text. */
const LINE = /^(\d{3})([ +-])(.*)$/s;

/**
 * Puts together what Tor says on its control connection. Lines end in CRLF;
 * behind the code stands "-" where more lines follow, "+" where a block of data
 * does, up to a lone dot, and a space in the last line.
 */
export class ControlLines {
  #pending = "";
  #lines: string[] = [];
  #data: string[] | undefined;

  /**
   * Takes more text, and gives what is complete.
   *
   * @throws {Error} when that is nothing that Tor would say
   */
  push(text: string): ControlReply[] {
    const lines = (this.#pending + text).split("\r\n");
    this.#pending = lines.pop() ?? "";
    const replies = lines.flatMap((line) => this.#take(line) ?? []);
    if (this.#pending.length + this.#held > MAX_PENDING) {
      throw new Error("an answer has no end");
    }
    return replies;
  }

  get #held(): number {
    return [...this.#lines, ...this.#data ?? []]
      .reduce((sum, line) => sum + line.length, 0);
  }

  #take(line: string): ControlReply | undefined {
    if (this.#data !== undefined) return void this.#takeData(line, this.#data);
    const [, code, mark, text = ""] = LINE.exec(line) ?? [];
    if (code === undefined) {
      throw new Error(`it says ${JSON.stringify(line.slice(0, 60))}`);
    }
    this.#lines.push(text);
    if (mark === "+") this.#data = [];
    if (mark !== " ") return undefined;
    const lines = this.#lines;
    this.#lines = [];
    return { code: Number(code), lines };
  }

  #takeData(line: string, data: string[]): void {
    if (line !== ".") return void data.push(line.replace(/^\./, ""));
    const first = this.#lines.pop() ?? "";
    this.#lines.push([first, ...data].join("\n"));
    this.#data = undefined;
  }
}
