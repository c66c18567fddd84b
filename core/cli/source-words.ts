/** A short text in quotes. */
const WORD = /"([^"\\\n]{1,40})"|'([^'\\\n]{1,40})'/g;

/** Where an import comes from. */
const FROM = /\bfrom ["'][^"'\n]*["']/g;

/** Words that are taken at most. */
const MOST = 64;

/**
 * The short texts in a module's source: the types of the messages that it knows
 * are among them, and nobody has to name them.
 */
export function wordsIn(source: string): string[] {
  const words = [...source.replace(FROM, "").matchAll(WORD)]
    .map(([, double, single]) => double ?? single ?? "")
    .filter((word) => !word.includes(" "));
  return [...new Set(words)].slice(0, MOST);
}
