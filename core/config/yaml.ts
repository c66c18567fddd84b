import {
  type Document,
  type LineCounter,
  parseDocument,
  type YAMLError,
} from "yaml";
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

const MISSING_COLON = 'A ":" with a space after it is missing here: options ' +
  'are written "name: value", each on a line of its own';

/**
 * What the parser means, where its own words are hard to understand: by its
 * error's code and message.
 */
const WORDING: readonly (readonly [RegExp, string])[] = [
  [
    /^TAB_AS_INDENT /,
    "Tabs and spaces are mixed: indent all lines with spaces, or all lines " +
    "with tabs",
  ],
  [
    /^MULTIPLE_DOCS /,
    'A second document starts here: remove the line "---"',
  ],
  [
    /^BLOCK_AS_IMPLICIT_KEY /,
    'A second ": " stands on this line, or the next line is indented too ' +
    "far: put the value in quotes, or mend the indentation",
  ],
  [/^MULTILINE_IMPLICIT_KEY /, MISSING_COLON],
  [/^MISSING_CHAR Implicit map keys /, MISSING_COLON],
  [
    /^MISSING_CHAR Missing closing "/,
    "A text in double quotes has no end: put a second one behind it",
  ],
  [
    /^MISSING_CHAR Missing closing '/,
    "A text in single quotes has no end: put a second one behind it",
  ],
  [
    /^BAD_ALIAS Alias cannot be an empty string/,
    'A "*" alone stands for nothing in YAML: put it in quotes, "*"',
  ],
  [
    /^BAD_INDENT All mapping items must start at the same column/,
    "No line of the blocks around this one starts in its column: mend its " +
    "indentation, or that of a line before it",
  ],
];

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
  reportSyntax([...document.errors, ...document.warnings], problems);
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

/** One fault makes the parser stumble again: what comes of it is left out. */
function reportSyntax(errors: YAMLError[], problems: Problems): void {
  const lines = new Set<number>();
  for (const error of errors.sort((a, b) => a.pos[0] - b.pos[0])) {
    const line = problems.lineOf(error.pos[0]);
    if (lines.has(line)) continue;
    lines.add(line);
    problems.add(error.pos[0], wordingOf(error));
    // It takes what is indented by tabs for whatever it likes from here on.
    if (error.code === "TAB_AS_INDENT") return;
  }
}

function wordingOf({ code, message }: YAMLError): string {
  const known = WORDING.find(([error]) => error.test(`${code} ${message}`));
  return known?.[1] ?? `This is not valid YAML: ${message}`;
}
