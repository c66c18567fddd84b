import { printOn } from "./print.ts";

/** Where the cursor goes first, and what it leaves behind. */
const HOME = "\x1b[H";
const CLEAR_LINE = "\x1b[K";
const CLEAR_REST = "\x1b[J";

/** Shows lines in place of those before, where there is a terminal. */
export class Screen {
  /**
   * Shows what fits.
   *
   * @returns whether somebody reads that still
   */
  show(lines: readonly string[]): boolean {
    if (!Deno.stdout.isTerminal()) return lines.every(printOn);
    const { rows } = Deno.consoleSize();
    const fitting = lines.length < rows ? lines : [
      ...lines.slice(0, rows - 2),
      `… and ${lines.length - rows + 2} more lines`,
    ];
    const text = fitting.map((line) => line + CLEAR_LINE).join("\n");
    return printOn(HOME + text + CLEAR_REST);
  }
}
