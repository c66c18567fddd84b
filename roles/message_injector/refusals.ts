/** Seconds between two reports, at least. */
const PAUSE = 60;

/** Reports that strangers were refused, so that they cannot fill the log. */
export class Refusals {
  readonly #report: (text: string) => void;
  readonly #now: () => number;
  #next = -Infinity;
  #untold = 0;

  /** @param now the time in ms, which never goes back */
  constructor(
    report: (text: string) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#report = report;
    this.#now = now;
  }

  /** @param text nothing that the stranger has said */
  note(text: string): void {
    const now = this.#now();
    if (now < this.#next) {
      this.#untold++;
      return;
    }
    this.#report(
      this.#untold === 0 ? text : `${text}; and ${this.#untold} more before`,
    );
    this.#next = now + PAUSE * 1000;
    this.#untold = 0;
  }
}
