import { hasNamesBelow, isPin, isSecretName } from "../secret-names.ts";
import { hasPrivateKey, type Span } from "../secret-texts.ts";
import { closingOf, isBracket } from "./brackets.ts";
import { keysIn, type LineKey, parentOf } from "./line-keys.ts";

/** A text in quotes. */
const QUOTED = /"(?:\\.|[^"\\])*"|'(?:''|[^'])*'/y;

/** What tells nothing. */
const PLAIN = /^(?:true|false|null|~)?$/;

/** The values of the secret options that a line has, in their order. */
export function secretValues(
  lines: readonly string[],
  index: number,
): Span[] {
  const line = lines[index] ?? "";
  const spans: Span[] = [];
  let done = 0;
  for (const key of keysIn(line)) {
    // What looks like a key may be a part of a secret.
    if (key.start < done) continue;
    const start = key.valueStart;
    const end = endOfValue(line, start);
    const isSecret = line[start] === "{"
      ? isSecretBlock(lines, index, key)
      : isSecretValue(key.name, line.slice(start, end));
    if (!isSecret) continue;
    spans.push({ start, end });
    done = end;
  }
  return spans;
}

/** Whether a key's value, which does not end in its line, is secret. */
export function isSecretOpen({ name, valueStart }: LineKey, line: string) {
  return isSecretOption(name) && isInBlock(line, valueStart) &&
    endOfValue(line, valueStart) === line.length;
}

/** Whether a key is that of a secret, unless its value is a private key. */
export function isSecretOption(name: string): boolean {
  return isSecretName(name) && name !== "publicKey";
}

function isSecretValue(name: string, value: string): boolean {
  if (hasPrivateKey(value)) return true;
  if (name === "publicKey" || PLAIN.test(value.trim())) return false;
  return isSecretName(name) || isPin(name, value);
}

/** Unless the key is the name that somebody has given to a node or a role. */
function isSecretBlock(
  lines: readonly string[],
  index: number,
  key: LineKey,
): boolean {
  return isSecretOption(key.name) &&
    !hasNamesBelow(parentOf(lines, index, key));
}

/** Where a value ends that begins in a line; if in doubt, the line. */
function endOfValue(line: string, start: number): number {
  QUOTED.lastIndex = start;
  const quoted = QUOTED.exec(line)?.[0];
  if (quoted !== undefined) return start + quoted.length;
  if (isBracket(line[start])) return closingOf(line, start).end;
  const length = isInBlock(line, start) ? line.slice(start).search(/[,}]/) : -1;
  return length < 0 ? line.length : start + length;
}

/** Whether a place is in braces that its line opens. */
function isInBlock(line: string, at: number): boolean {
  const before = line.slice(0, at);
  return before.split("{").length > before.split("}").length;
}
