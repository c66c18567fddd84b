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

/**
 * Follows brackets until all are closed, whether or not they stand in quotes.
 *
 * @param start where to begin
 * @param open how many are open there
 */
export function closingOf(text: string, start: number, open = 0): Closing {
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (isBracket(character)) open++;
    else if (character === "]" || character === "}") open--;
    if (open <= 0) return { end: at + 1, open: 0 };
  }
  return { end: text.length, open };
}
