/** Seconds before the next try, at most. */
const LONGEST_PAUSE = 60;

/** What a role does about something that fails again and again. */
export class Trouble {
  readonly #report: (problem: string) => void;
  #problem = "";
  #failures = 0;

  /** @param report is told each problem once, until there is another or none */
  constructor(report: (problem: string) => void) {
    this.#report = report;
  }

  /** @returns how many seconds to wait until the next try: ever more */
  note(problem: string): number {
    if (problem !== this.#problem) this.#report(problem);
    this.#problem = problem;
    return Math.min(2 ** this.#failures++, LONGEST_PAUSE);
  }

  /** It works. */
  end(): void {
    this.#problem = "";
    this.#failures = 0;
  }
}
