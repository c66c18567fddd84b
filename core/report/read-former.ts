import { parseDocument } from "yaml";

/** A name, a colon, and a text up to the end of the line, somewhat like YAML. */
const ENTRY = /(["']?)([\w.-]+)\1\s*:\s+(.+)$/;

/** What surrounds a text, and does not belong to it. */
const AROUND = /^["'[{\s]+|["',}\]\s]+$/g;

/**
 * What a file says, or said, that may be no YAML: as much of it as can be told,
 * and each of its lines for itself. It is read for its secrets alone, of which
 * one too many does no harm.
 */
export function readFormer(text: string): unknown[] {
  const document = parseDocument(text, { logLevel: "silent" });
  const isWrong = document.errors.length > 0;
  return [
    ...tree(() => document.toJS({ maxAliasCount: 1000 })),
    ...tree(() => readAsWritten(text)),
    ...isWrong ? text.split("\n").flatMap(entryOf) : [],
  ];
}

/**
 * As much of a file as can be told, with all values as they are written: 007,
 * not 7.
 *
 * @throws {Error} where an alias means nothing
 */
function readAsWritten(text: string): unknown {
  const document = parseDocument(text, {
    schema: "failsafe",
    logLevel: "silent",
  });
  return document.toJS({ maxAliasCount: 1000 });
}

function tree(read: () => unknown): unknown[] {
  try {
    return [read()];
  } catch {
    return [];
  }
}

function entryOf(line: string): Record<string, string>[] {
  const [, , name, rest] = ENTRY.exec(line) ?? [];
  if (name === undefined || rest === undefined) return [];
  return [{ [name]: rest.replace(AROUND, "") }];
}
