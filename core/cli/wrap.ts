/** Columns that every terminal has. */
const WIDTH = 80;

/**
 * A text as lines of 80 columns at most, unless one word is longer.
 *
 * @param indent what each line starts with
 * @param first what the first one starts with instead
 */
export function wrap(text: string, indent: string, first = indent): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join("\n");
}
