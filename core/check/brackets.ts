/** A text in quotes, where a value of a list or a block begins. */
const QUOTED =
  /(?=["'])(?<=[[{,:]\s{0,99}|^\s{0,99})(?:"(?:\\.|[^"\\])*"|'(?:''|[^'])*')/g;

/** Whether a character begins a list or a block that ends with another. */
export function isBracket(character: string | undefined): boolean {
  return character === "[" || character === "{";
}

/** Where the brackets that are open at a place of a text are closed again. */
export interface Closing {
  /** Behind the last bracket, or the end of the text. */
  readonly end: number;
  /** How many are open still. */
  readonly open: number;
}

/** A text, as long as it was, in which nothing stands in quotes. */
export function withoutQuoted(text: string): string {
  return text.replace(QUOTED, (quoted) => "_".repeat(quoted.length));
}

/**
 * Follows brackets that do not stand in quotes until all are closed.
 *
 * @param line a text
 * @param start where to begin
 * @param open how many are open there
 */
export function closingOf(line: string, start: number, open = 0): Closing {
  const text = withoutQuoted(line);
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (isBracket(character)) open++;
    else if (character === "]" || character === "}") open--;
    if (open <= 0) return { end: at + 1, open: 0 };
  }
  return { end: text.length, open };
}
