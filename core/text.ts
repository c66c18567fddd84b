import { inspect } from "node:util";

// deno-lint-ignore no-control-regex -- control characters are what it is about
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/**
 * Makes text from elsewhere safe for a terminal and for a log file: control
 * characters become escapes, so that one message stays one line.
 */
export function printable(text: string): string {
  return text.replace(CONTROL, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return "\\t";
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${code}`;
  });
}

/**
 * Joins the parts of a log message with spaces: strings as they are, anything
 * else as one would see it in a console, on one line.
 */
export function joinText(parts: readonly unknown[]): string {
  return parts
    .map((part) =>
      typeof part === "string" ? part : inspect(part, {
        breakLength: Infinity,
        compact: true,
        depth: 8,
      })
    )
    .join(" ");
}

/** What any thrown value says, on one line. */
export function messageOf(error: unknown): string {
  return printable(error instanceof Error ? error.message : joinText([error]));
}
