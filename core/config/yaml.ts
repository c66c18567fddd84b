import { type Document, type LineCounter, parseDocument } from "yaml";
import type { Problems } from "./problems.ts";
import { syntaxFaults } from "./syntax-faults.ts";
import type { Value } from "./tree.ts";
import { TreeBuilder } from "./tree-builder.ts";

/** YAML 1.2, whatever a file says: no other has one meaning everywhere. */
const PARSE_OPTIONS = {
  schema: "core",
  version: "1.2",
  merge: true,
  resolveKnownTags: false,
  prettyErrors: false,
  // The tree builder finds these in linear time, and can say where both are.
  uniqueKeys: false,
} as const;

/**
 * Reads YAML into a tree that knows where in the file each value stands.
 *
 * @param text the whole file
 * @param lines is told where the lines start
 * @param problems gets what YAML allows but a configuration does not
 * @throws {ConfigError} when the text is no YAML
 */
export function parseYaml(
  text: string,
  lines: LineCounter,
  problems: Problems,
): Value {
  const document = parseYamlDocument(text, lines);
  for (const { offset, message } of syntaxFaults(document, text)) {
    problems.add(offset, message);
  }
  problems.throwIfAny();
  return new TreeBuilder(document, problems).build();
}

/**
 * Reads YAML as it is written, with the places of keys and values.
 *
 * @param lines is told where the lines start
 */
export function parseYamlDocument(
  text: string,
  lines?: LineCounter,
): Document.Parsed {
  return parseDocument(tabsToSpaces(text), {
    ...PARSE_OPTIONS,
    ...lines === undefined ? {} : { lineCounter: lines },
  });
}

/**
 * YAML allows no tabs, but whole files are indented with them. Where every
 * indented line uses tabs alone, each stands for one space, so that lines and
 * columns stay what they are.
 */
function tabsToSpaces(text: string): string {
  const indents = text.match(/^[ \t]+(?=[^ \t\r\n])/gm) ?? [];
  if (!indents.every((indent) => /^\t+$/.test(indent))) return text;
  return text.replace(/^\t+/gm, (tabs) => " ".repeat(tabs.length));
}
