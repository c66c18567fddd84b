import { UsageError } from "../errors.ts";
import { print } from "./print.ts";

/** Asks whoever sits at the terminal. */
export interface Question {
  readonly text: string;
  /** What the Enter key alone means; may be empty. */
  readonly suggestion: string;
  /** What is wrong with an answer, if anything is. */
  fault?(answer: string): string | undefined;
}

/** Whether there is a terminal, with somebody at it. */
export function canAsk(): boolean {
  return Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
}

/**
 * Asks until the answer will do.
 *
 * @throws {UsageError} when the user gives up, by Ctrl-C or Ctrl-D
 */
export function ask({ text, suggestion, fault }: Question): string {
  // What stood there to be edited would be typed behind.
  const shown = suggestion === "" ? text : `${text} [${suggestion}]`;
  for (;;) {
    const typed = prompt(shown);
    if (typed === null) {
      throw new UsageError("Nothing was made: it was broken off");
    }
    const answer = typed.trim() || suggestion;
    const wrong = fault?.(answer);
    if (wrong === undefined) return answer;
    print(wrong);
  }
}
