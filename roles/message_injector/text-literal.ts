import { LineError } from "./line-error.ts";
import type { Scanner } from "./scanner.ts";

/** The opening quotes, after what Python puts before them: u'', b'', r''. */
const OPENING = /([ub]?r?|rb)('''|"""|'|")/iy;

/** What may stand between two quotes or backslashes. */
const PLAIN = /[^\\'"]+/y;

const ESCAPE =
  /\\(?:([\\'"/abfnrtv])|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3}))/y;

/** What a backslash makes of a letter. */
const ESCAPED: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/**
 * Reads text in quotes as JSON or Python writes it, if there is one here.
 * Python's b'' is text, too: in 2014 it was.
 *
 * @throws {LineError} when it is not right
 */
export function readText(scanner: Scanner): string | undefined {
  const { column } = scanner;
  const opening = scanner.take(OPENING);
  if (opening === undefined) return undefined;
  const [, prefix = "", quotes = ""] = opening;
  const readEscape = /r/i.test(prefix) ? rawEscape : escape;
  let text = "";
  while (!skipQuotes(scanner, quotes)) {
    if (scanner.next === "") {
      throw new LineError(column, `the text is not closed by ${quotes}`);
    }
    const [plain] = scanner.take(PLAIN) ?? [];
    if (plain !== undefined) text += plain;
    else if (scanner.next === "\\") text += readEscape(scanner);
    else text += takeOne(scanner);
  }
  if (text.isWellFormed()) return text;
  throw new LineError(column, "the text has half of a surrogate pair");
}

function skipQuotes(scanner: Scanner, quotes: string): boolean {
  return quotes.length === 1
    ? scanner.skip(quotes)
    : scanner.take(quotes === "'''" ? /'''/y : /"""/y) !== undefined;
}

function escape(scanner: Scanner): string {
  const { column } = scanner;
  const found = scanner.take(ESCAPE);
  const [, letter, x, u, U, octal] = found ?? [];
  if (letter !== undefined) return ESCAPED[letter] ?? letter;
  const code = octal === undefined
    ? parseInt(x ?? u ?? U ?? "", 16)
    : parseInt(octal, 8);
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  throw new LineError(column, "no such escape: write \\\\ for a backslash");
}

function rawEscape(scanner: Scanner): string {
  return takeOne(scanner) + takeOne(scanner);
}

function takeOne(scanner: Scanner): string {
  return scanner.take(/./suy)?.[0] ?? "";
}
