import { LineError } from "./line-error.ts";
import { type Located, readLine } from "./literal.ts";
import { Scanner } from "./scanner.ts";

/** What a line asks for. */
export type Injection =
  | {
    readonly kind: "event" | "order";
    readonly type: string;
    readonly channel: string | undefined;
    readonly data: unknown;
  }
  | { readonly kind: "log"; readonly text: string };

/**
 * Reads a line: `["event", "tick", {}]`, or `('log', 'text')` as in 2014.
 *
 * @throws {LineError} when it is neither
 */
export function parseInjection(line: string): Injection {
  const parts = readLine(new Scanner(line));
  const [kind] = parts;
  switch (kind?.value) {
    case "event":
    case "order":
      return toTyped(kind.value, parts);
    case "log":
      return toLog(parts);
    default:
      throw new LineError(
        kind?.column ?? 1,
        'expected "event", "order" or "log" first',
      );
  }
}

/**
 * Reads the password that a line gives: `["password", "…"]`.
 *
 * @throws {LineError} when it gives none; it repeats nothing of the line, which
 * may be the password with a slip, or what a stranger wants in the log
 */
export function parsePassword(line: string): string {
  const [word, password, ...more] = partsOf(line);
  if (word?.value === "password" && more.length === 0) {
    if (typeof password?.value === "string") return password.value;
  }
  throw new LineError(1, 'expected the password first: ["password", "…"]');
}

/** Nothing when the line cannot be read. */
function partsOf(line: string): readonly Located[] {
  try {
    return readLine(new Scanner(line));
  } catch (error) {
    if (error instanceof LineError) return [];
    throw error;
  }
}

function toTyped(kind: "event" | "order", parts: readonly Located[]) {
  const [, type, third, fourth] = parts;
  if (parts.length < 3 || parts.length > 4) {
    throw new LineError(
      1,
      `expected ("${kind}", type, data) or ("${kind}", type, channel, data), ` +
        `found ${parts.length} parts`,
    );
  }
  const data = fourth ?? third;
  return {
    kind,
    type: textOf(type, "type"),
    channel: fourth === undefined || third?.value === null
      ? undefined
      : textOf(third, "channel"),
    data: data?.value,
  };
}

function toLog(parts: readonly Located[]): Injection {
  if (parts.length === 2) {
    return { kind: "log", text: textOf(parts[1], "text") };
  }
  throw new LineError(
    1,
    `expected ("log", text), found ${parts.length} parts`,
  );
}

function textOf(part: Located | undefined, what: string): string {
  if (typeof part?.value === "string") return part.value;
  throw new LineError(
    part?.column ?? 1,
    `the ${what} has to be text in quotes`,
  );
}
