import { isMap, isScalar, isSeq, type Node } from "yaml";
import { quote } from "../wording.ts";

/** What the parser means, where its own words are hard to understand. */
export interface SyntaxWording {
  /** Matches the code and the message of its error. */
  readonly error: RegExp;
  /** @param source what stands there. @param found what the message names */
  readonly say: string | ((source: string, found: string) => string);
  /** What was opened and never closed: the fault is where that starts. */
  readonly opened?: (node: Node) => boolean;
  /** Whether the parser takes all that follows for what it is not. */
  readonly isLast?: true;
}

const MISSING_COLON = 'A ":" with a space after it is missing here: options ' +
  'are written "name: value", each on a line of its own';

const NO_COMMENT = 'A "#" with no space before it starts no comment: add the ' +
  "space, or put the text in quotes";

/** The first that matches counts. */
export const SYNTAX_WORDING: readonly SyntaxWording[] = [
  {
    error: /^TAB_AS_INDENT /,
    say: "Tabs and spaces are mixed: indent all lines with spaces, or all " +
      "lines with tabs",
    isLast: true,
  },
  {
    error: /^MULTIPLE_DOCS /,
    say: 'A second document starts here: remove the line "---"',
    isLast: true,
  },
  {
    error: /^BLOCK_AS_IMPLICIT_KEY /,
    say: 'A second ": " stands on this line, or the next line is indented ' +
      "too far: put the value in quotes, or mend the indentation",
  },
  { error: /^MULTILINE_IMPLICIT_KEY /, say: MISSING_COLON },
  { error: /^MISSING_CHAR Implicit map keys /, say: MISSING_COLON },
  {
    error: /^MISSING_CHAR Missing closing "/,
    say: "The text in double quotes that starts here has no end: put a " +
      'second " behind it, on this line',
    opened: (node) => isScalar(node) && node.type === "QUOTE_DOUBLE",
    isLast: true,
  },
  {
    error: /^MISSING_CHAR Missing closing '/,
    say: "The text in single quotes that starts here has no end: put a " +
      "second ' behind it, on this line",
    opened: (node) => isScalar(node) && node.type === "QUOTE_SINGLE",
    isLast: true,
  },
  {
    error: /^\w+ Flow sequence .*must .*end with a \]/,
    say: 'The list that starts with "[" here has no end: put a "]" behind ' +
      "it, and indent the lines up to there further than this one",
    opened: (node) => isSeq(node) && node.flow === true,
    isLast: true,
  },
  {
    error: /^\w+ Flow map .*must .*end with a \}/,
    say: 'The block that starts with "{" here has no end: put a "}" behind ' +
      "it, and indent the lines up to there further than this one",
    opened: (node) => isMap(node) && node.flow === true,
    isLast: true,
  },
  {
    error: /^BAD_SCALAR_START .* (.)$/,
    say: (_source, found) =>
      `A text that starts with ${quote(found)} has to stand in quotes`,
  },
  {
    // No more than one character of what may be a password.
    error: /^BAD_DQ_ESCAPE .* (\\.).*$/,
    say: (_source, found) =>
      `In double quotes ${quote(found)} means nothing: write the backslash ` +
      "twice, or put the text in single quotes",
  },
  {
    error: /^TAG_RESOLVE_FAILED /,
    // Not which: it may be the start of a password.
    say: 'A text that starts with "!" has to stand in quotes: it would be a ' +
      "tag of YAML, and this one is not known here",
  },
  {
    error: /^BAD_ALIAS Alias cannot be an empty string/,
    say: 'A "*" alone stands for nothing in YAML: put it in quotes, "*"',
  },
  {
    error: /^BAD_ALIAS Anchor cannot be an empty string/,
    say: 'A "&" alone stands for nothing in YAML: put it in quotes, "&"',
  },
  {
    error: /^BAD_INDENT All (?:mapping|sequence) items must start at the same/,
    say: "No line of the blocks around this one starts in its column: mend " +
      "its indentation, or that of a line before it",
    isLast: true,
  },
  { error: /^MISSING_CHAR Comments must be separated/, say: NO_COMMENT },
  {
    error: /^(?:MISSING_CHAR Missing ,|BLOCK_IN_FLOW) /,
    say: "A comma is missing here, between two values",
  },
  {
    error: /^UNEXPECTED_TOKEN Unexpected , in flow/,
    say: "A value is missing before this comma",
  },
  {
    error: /^UNEXPECTED_TOKEN Unexpected flow-\w+-end token/,
    say: (source) =>
      `Nothing is open that this ${quote(source)} could close: remove it, or ` +
      "put the text in quotes",
    isLast: true,
  },
  {
    error: /^UNEXPECTED_TOKEN Unexpected block-seq-ind on same line/,
    say: 'A list does not start on the line of its option: put each "- " on ' +
      "a line of its own below",
  },
  {
    error: /^UNEXPECTED_TOKEN Block scalar header/,
    say:
      'Nothing may follow "|" and ">" on their line: start the text on the ' +
      "next one, or put it in quotes",
  },
  {
    error: /^UNEXPECTED_TOKEN /,
    say:
      "The value before this has ended: put all of it in quotes, or remove " +
      "this",
    isLast: true,
  },
  {
    error: /^(?:BAD_DIRECTIVE|MISSING_CHAR Missing directives-end) /,
    say: 'A line that starts with "%" is for YAML itself: put it in quotes',
    isLast: true,
  },
];
