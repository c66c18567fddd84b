/** What is different each time in what nodes print. */
const VARIABLE = /(\d+|kozo-testnet-\w+|it was dialled|it dialled)/;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^\d+$/, String.raw`\d+`],
  [/^kozo-testnet-/, String.raw`kozo-testnet-\w+`],
  [/dialled$/, "it (?:was )?dialled"],
];

/** Matches what nodes print when they print a line of an excerpt. */
export function patternOf(line: string): RegExp {
  const parts = line.split(VARIABLE).map((part, index) => {
    if (index % 2 === 0) return RegExp.escape(part);
    const [, pattern] = PATTERNS.find(([kind]) => kind.test(part)) ?? [];
    return pattern ?? RegExp.escape(part);
  });
  return new RegExp(`^${parts.join("")}$`, "m");
}

/** The lines of an excerpt, but for empty ones. */
export function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}
