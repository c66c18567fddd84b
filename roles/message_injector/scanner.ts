import { LineError } from "./line-error.ts";

/** Characters of a wrong word that an answer repeats, at most. */
const LONGEST_QUOTE = 30;

/** Goes through one line from left to right. */
export class Scanner {
  readonly #text: string;
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Where it is, from 1. */
  get column(): number {
    return this.#index + 1;
  }

  /** The next character, or nothing at the end. */
  get next(): string {
    return this.#text.charAt(this.#index);
  }

  /** Goes past spaces. */
  skipSpaces(): void {
    this.take(/\s*/y);
  }

  /** Goes past a character if it is the next one, and says whether it was. */
  skip(character: string): boolean {
    if (this.next !== character) return false;
    this.#index++;
    return true;
  }

  /**
   * Goes past what a pattern finds here.
   *
   * @param pattern a sticky one
   */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#index;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#index = pattern.lastIndex;
    return found;
  }

  /** @throws {LineError} that says what is here, and what should be */
  expected(what: string): never {
    throw new LineError(this.column, `expected ${what}, found ${this.#here()}`);
  }

  #here(): string {
    if (this.next === "") return "the end of the line";
    const [word = this.next] = /^(?:[\w.]+|\W)/u
      .exec(this.#text.slice(this.#index, this.#index + LONGEST_QUOTE)) ?? [];
    return `"${word}"`;
  }
}
