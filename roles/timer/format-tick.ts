import { inspect } from "node:util";
import { printable } from "kozo";

/** Characters of a formatted tick at most, before it is cut. */
const LONGEST = 500;

/**
 * The data of a tick as one line: `("Ping!", "12:45:39")`. Data that no timer
 * would send is shown too, whatever it is, if need be in part.
 */
export function formatTick(data: unknown): string {
  const line = Array.isArray(data)
    ? `(${data.map(formatPart).join(", ")})`
    : formatPart(data);
  return printable(
    line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line,
  );
}

function formatPart(part: unknown): string {
  return typeof part === "string"
    ? JSON.stringify(part)
    : inspect(part, { breakLength: Infinity, compact: true });
}
