import { suggest } from "./suggest.ts";
import { shorten } from "./shorten.ts";
import { printable } from "./text.ts";

/** Characters of a value that a message shows at most. */
const LONGEST_QUOTE = 60;

/** Names that are listed at most next to the one that was probably meant. */
const FEW = 8;

/** Text from elsewhere in quotes, cut when it is long. */
export function quote(text: string): string {
  return `"${printable(shorten(text, LONGEST_QUOTE))}"`;
}

/** A path, or what else is to be copied, in quotes and whole. */
export function quotePath(path: string): string {
  return `"${printable(path)}"`;
}

/** `"a", "b" or "c"`. */
export function either(words: readonly string[]): string {
  return enumerate(words, "or");
}

/** `"a", "b" and "c"`. */
export function all(words: readonly string[]): string {
  return enumerate(words, "and");
}

function enumerate(words: readonly string[], last: string): string {
  const quoted = words.map(quote);
  if (quoted.length < 2) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")} ${last} ${quoted.at(-1)}`;
}

/**
 * What to do about a name that is not among the known ones, to end a message:
 * the one that was probably meant, or else all there are.
 */
export function remedy(name: string, known: readonly string[]): string {
  if (known.length === 0) return ", there are none";
  const meant = doubt(name, known);
  if (meant === "") return `, known: ${all(known)}`;
  return meant + (known.length <= FEW ? ` Known: ${all(known)}` : "");
}

/** Asks for the known name that was probably meant, if there is one. */
export function doubt(name: string, known: readonly string[]): string {
  const meant = suggest(name, known);
  return meant === undefined ? "" : `, did you mean ${quote(meant)}?`;
}

/** A message, and what to do about it, whatever sign the message ends with. */
export function withAdvice(message: string, advice: string): string {
  return message.endsWith("?")
    ? `${message} ${advice.slice(0, 1).toUpperCase()}${advice.slice(1)}`
    : `${message.replace(/\.$/, "")}; ${advice}`;
}

/** A path as one word of a shell's command. */
export function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path)
    ? path
    : `'${path.replaceAll("'", "'\\''")}'`;
}
