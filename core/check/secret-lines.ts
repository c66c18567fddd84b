import { hasNamesBelow, isSecretName } from "../secret-names.ts";
import { hasPrivateKey } from "../secret-texts.ts";
import { closingOf, isBracket, withoutQuoted } from "./brackets.ts";
import { firstKey, keysAbove, keysIn } from "./line-keys.ts";
import { isSecretOpen, isSecretOption, secretValues } from "./secret-values.ts";

/** Whether all of a line belongs to a secret that begins above it. */
export function isSecretLine(
  lines: readonly string[],
  index: number,
): boolean {
  return isBelowSecret(lines, index) || isInBrackets(lines, index) ||
    isRestOfValue(lines, index) || isInPrivateKey(lines, index);
}

/** Whether a line is deeper than the key of a secret option. */
function isBelowSecret(lines: readonly string[], index: number): boolean {
  const keys = keysAbove(lines, index);
  return keys.some((key, i) =>
    isSecretName(key) && !hasNamesBelow(keys[i + 1])
  );
}

/** Whether a list or block of secrets is still open where a line begins. */
function isInBrackets(lines: readonly string[], index: number): boolean {
  let open = 0;
  for (const [i, line] of lines.slice(0, index).entries()) {
    if (open > 0) open = closingOf(line, 0, open).open;
    else if (leavesOpen(line)) open = leftOpen(lines, i, line);
  }
  return open > 0;
}

/** Whether a line leaves a bracket open, as few do. */
function leavesOpen(line: string): boolean {
  let open = 0;
  for (const character of withoutQuoted(line).match(/[[{}\]]/g) ?? []) {
    open = isBracket(character) ? open + 1 : Math.max(0, open - 1);
  }
  return open > 0;
}

/** How many brackets of a line's last secret value are open at its end. */
function leftOpen(
  lines: readonly string[],
  index: number,
  line: string,
): number {
  const start = secretValues(lines, index).at(-1)?.start;
  return start !== undefined && isBracket(line[start])
    ? closingOf(line, start).open
    : 0;
}

/** Whether a line goes on with the value of a key above, which is secret. */
function isRestOfValue(lines: readonly string[], index: number): boolean {
  const isOwn = firstKey(lines[index] ?? "") === undefined;
  for (const line of lines.slice(0, index).reverse()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const key = keysIn(line).at(-1);
    if (key !== undefined) {
      const isEmpty = line.slice(key.valueStart).trim() === "";
      return isSecretOpen(key, line) ||
        isOwn && isEmpty && isSecretOption(key.name);
    }
    if (/[,}\]]/.test(line)) return false;
  }
  return false;
}

/** Whether a line is one of a private key, wherever that was put. */
function isInPrivateKey(lines: readonly string[], index: number): boolean {
  const last = lines.slice(0, index).findLast(hasPrivateKey);
  return last?.includes("BEGIN") === true && !last.includes("END ") ||
    firstKey(lines[index] ?? "") === undefined &&
      hasPrivateKey(lines[index] ?? "");
}
