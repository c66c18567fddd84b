import type { LineCounter } from "yaml";
import { ConfigError, type Problem } from "../errors.ts";
import { withoutCredentials } from "../secret-texts.ts";

/** Collects what is wrong with a configuration file, so that it comes all at once. */
export class Problems {
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #found = new Map<string, { offset: number; message: string }>();

  /**
   * @param file the file, as the user named it
   * @param lines knows where the lines start, once the text is parsed
   */
  constructor(file: string, lines: LineCounter) {
    this.#file = file;
    this.#lines = lines;
  }

  /**
   * Notes a problem. The same one twice, through a YAML alias, counts once. A
   * message may quote an address whose password is nobody's business.
   */
  add(offset: number, words: string): void {
    const message = withoutCredentials(words);
    this.#found.set(`${offset} ${message}`, { offset, message });
  }

  /** The line, from 1, that an offset is in. */
  lineOf(offset: number): number {
    return this.#lines.linePos(offset).line;
  }

  /** All problems, in the order of the file. */
  list(): Problem[] {
    return [...this.#found.values()]
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, message }) => {
        const { line, col } = this.#lines.linePos(offset);
        return { line, column: col, message };
      });
  }

  /** @throws {ConfigError} with all problems, if there are any */
  throwIfAny(): void {
    if (this.#found.size > 0) throw new ConfigError(this.#file, this.list());
  }
}
