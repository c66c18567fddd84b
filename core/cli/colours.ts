/** How well something is. */
export type Health = "good" | "doubtful" | "bad" | "none";

const CODES: Readonly<Record<Health, number>> = {
  good: 32, // green
  doubtful: 33, // yellow
  bad: 31, // red
  none: 90, // grey
};

/** Makes text stand out on a terminal, and leaves it alone elsewhere. */
export class Colours {
  readonly #isOn: boolean;

  constructor(isOn: boolean) {
    this.#isOn = isOn;
  }

  /** Those that standard output can show, and its user wants to see. */
  static ofOutput(): Colours {
    return new Colours(Deno.stdout.isTerminal() && !Deno.noColor);
  }

  /** A text in the colour of a health. */
  of(health: Health, text: string): string {
    return this.#coat(CODES[health], text);
  }

  /** A text that stands out. */
  bold(text: string): string {
    return this.#coat(1, text);
  }

  #coat(code: number, text: string): string {
    return this.#isOn ? `\x1b[${code}m${text}\x1b[0m` : text;
  }
}
