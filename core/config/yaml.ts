import { type LineCounter, parseDocument, type YAMLError } from "yaml";
import type { Problems } from "./problems.ts";
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

/** What the parser means, where its own words are hard to understand. */
const WORDING: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "Tabs and spaces are mixed: indent all lines with spaces, " +
    "or all lines with tabs",
  MULTIPLE_DOCS: 'A second document starts here: remove the line "---"',
  BLOCK_AS_IMPLICIT_KEY:
    'A second ": " stands on this line, or the next line is indented too ' +
    "far: put the value in quotes, or mend the indentation",
  MULTILINE_IMPLICIT_KEY: 'A key without its ":": keys are written "key: ' +
    'value", on one line',
};

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
  const document = parseDocument(tabsToSpaces(text), {
    ...PARSE_OPTIONS,
    lineCounter: lines,
  });
  reportSyntax([...document.errors, ...document.warnings], problems);
  problems.throwIfAny();
  return new TreeBuilder(document, problems).build();
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

/** One fault makes the parser stumble again on the same line: one report each. */
function reportSyntax(errors: YAMLError[], problems: Problems): void {
  const lines = new Set<number>();
  for (const error of errors.sort((a, b) => a.pos[0] - b.pos[0])) {
    const line = problems.lineOf(error.pos[0]);
    if (lines.has(line)) continue;
    lines.add(line);
    problems.add(
      error.pos[0],
      WORDING[error.code] ?? `This is not valid YAML: ${error.message}`,
    );
  }
}
