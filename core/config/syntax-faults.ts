import { type Document, type Node, visit, type YAMLError } from "yaml";
import { SYNTAX_WORDING } from "./syntax-wording.ts";

/** Where a text is no YAML, and why. */
export interface SyntaxFault {
  readonly offset: number;
  readonly message: string;
}

/**
 * Says where a text is no YAML. One fault makes the parser stumble again: what
 * comes of it is left out.
 *
 * @param document what the parser made of it, with plain errors
 */
export function syntaxFaults(
  document: Document.Parsed,
  text: string,
): SyntaxFault[] {
  const faults: SyntaxFault[] = [];
  const lines = new Set<number>();
  const errors = [...document.errors, ...document.warnings]
    .sort((a, b) => a.pos[0] - b.pos[0])
    .map((error) => explain(error, document, text));
  for (const { offset, message, isLast } of errors) {
    const line = text.lastIndexOf("\n", offset - 1);
    if (lines.has(line)) continue;
    lines.add(line);
    faults.push({ offset, message });
    if (isLast) break;
  }
  return faults;
}

function explain(
  error: YAMLError,
  document: Document.Parsed,
  text: string,
): SyntaxFault & { readonly isLast: boolean } {
  const [start, end] = error.pos;
  const { wording, found } = wordingOf(error);
  if (wording === undefined) {
    const message = `This is not valid YAML: ${error.message}`;
    return { offset: start, message, isLast: false };
  }
  const { say, opened, isLast = false } = wording;
  const message = typeof say === "string"
    ? say
    : say(text.slice(start, end), found);
  const offset = opened && openingAt(document, start, opened);
  return { offset: offset ?? start, message, isLast };
}

function wordingOf({ code, message }: YAMLError) {
  for (const wording of SYNTAX_WORDING) {
    const match = wording.error.exec(`${code} ${message}`);
    if (match !== null) return { wording, found: match[1] ?? "" };
  }
  return { wording: undefined, found: "" };
}

/** Where the outermost of those nodes starts whose end the parser missed. */
function openingAt(
  document: Document.Parsed,
  missed: number,
  isMeant: (node: Node) => boolean,
): number | undefined {
  let opening: number | undefined;
  visit(document, {
    Node(_key, node) {
      const [start, end] = node.range ?? [];
      if (start === undefined || end !== missed || !isMeant(node)) return;
      opening = start;
      return visit.BREAK;
    },
  });
  return opening;
}
