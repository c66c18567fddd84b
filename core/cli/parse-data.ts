import { LineCounter, parseDocument } from "yaml";
import { syntaxFaults } from "../config/syntax-faults.ts";
import { UsageError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { MAX_DEPTH } from "../wire/sendable.ts";
import { quote } from "../wording.ts";

/**
 * Reads what a message is to carry. It goes to the node as JSON, so that what
 * JSON would turn into something else is refused.
 *
 * @param text YAML or JSON; what is not there is `null`
 * @throws {UsageError} when it is neither, or cannot be carried
 */
export function parseData(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return carried(parse(text), "data", 0);
  } catch (cause) {
    const attempt = `Cannot read the data ${quote(text)}`;
    throw new UsageError(`${attempt}: ${messageOf(cause)}`, { cause });
  }
}

/** Maps stay maps and integers big, so that nothing is lost unseen. */
function parse(text: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    intAsBigInt: true,
    logLevel: "error",
    prettyErrors: false,
    lineCounter: lines,
  });
  // A tag that YAML does not know is a warning to it: it is left out.
  const [fault] = syntaxFaults(document, text);
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.offset);
    throw new UsageError(
      `${fault.message} (line ${line}, column ${col}); write YAML or JSON, in ` +
        "quotes of the shell",
    );
  }
  return document.toJS({ mapAsMap: true });
}

function carried(value: unknown, path: string, depth: number): unknown {
  if (depth > MAX_DEPTH) {
    return refuse(path, `nested deeper than ${MAX_DEPTH}`);
  }
  if (Array.isArray(value)) {
    return value.map((one, i) => carried(one, `${path}[${i}]`, depth + 1));
  }
  if (value instanceof Map) return carriedMap(value, path, depth);
  return carriedScalar(value, path);
}

function carriedMap(
  map: ReadonlyMap<unknown, unknown>,
  path: string,
  depth: number,
): unknown {
  const names = new Set<string>();
  return Object.fromEntries(
    [...map].map(([key, one]) => {
      const name = nameOf(key, path);
      if (names.has(name)) refuse(path, `a map with ${quote(name)} twice`);
      names.add(name);
      return [name, carried(one, `${path}.${name}`, depth + 1)];
    }),
  );
}

function nameOf(key: unknown, path: string): string {
  return typeof key === "object"
    ? refuse(path, "a map with a key that is no text")
    : String(key);
}

function carriedScalar(value: unknown, path: string): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "bigint":
      return Number.isSafeInteger(Number(value))
        ? Number(value)
        : refuse(path, `${value}, which is too big: send it as a text`);
    case "number":
      return Number.isFinite(value)
        ? value
        : refuse(path, "a number that JSON does not have");
  }
  if (value === null) return null;
  return refuse(path, "neither text, number, true, false, null, list nor map");
}

function refuse(path: string, found: string): never {
  throw new UsageError(`${quote(path)} is ${found}`);
}
