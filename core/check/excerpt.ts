import { printable } from "../text.ts";
import { hideSecrets } from "./hide-secrets.ts";

/** Characters of a line that are shown at most. */
const WIDTH = 72;

/** Characters that are shown before the place that matters, if need be. */
const BEFORE = 30;

/** What is underlined: a text in quotes, a word, or one character. */
const TOKEN = /"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[^\s:,[\]{}]+|./y;

/**
 * A line of a file, and below it what a column of it is about, underlined.
 * Secrets are left out.
 *
 * @param line from 1
 * @param column from 1
 * @returns nothing when there is no such line
 */
export function excerpt(
  text: string,
  line: number,
  column: number,
): string[] {
  const lines = text.split(/\r?\n/);
  if ((lines[line - 1] ?? "").trim() === "") return [];
  const { line: whole, at } = hideSecrets(lines, line - 1, column - 1);
  const length = tokenLength(whole, at);
  const start = whole.length <= WIDTH ? 0 : Math.max(0, at - BEFORE);
  const shown = whole.slice(start, start + WIDTH).toWellFormed();
  const [head, tail] = [
    start > 0 ? "…" : "",
    start + WIDTH < whole.length ? "…" : "",
  ];
  const number = String(line);
  const space = head.replace("…", " ") +
    // A tab stays one, so that both lines are as wide.
    shown.slice(0, at - start).replace(/[^\t]/g, " ");
  const mark = "^".repeat(Math.max(1, Math.min(length, start + WIDTH - at)));
  return [
    `  ${number} | ${head}${plain(shown)}${tail}`,
    `  ${" ".repeat(number.length)} | ${space}${mark}`,
  ];
}

function tokenLength(line: string, at: number): number {
  TOKEN.lastIndex = at;
  return TOKEN.exec(line)?.[0].length ?? 1;
}

/** What a terminal would obey is one character that it shows. */
function plain(text: string): string {
  return text.replace(
    /[^\t]/gu,
    (character) => printable(character) === character ? character : "�",
  );
}
