import { isCollection, isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { KozoError } from "../../errors.ts";
import { quote } from "../../wording.ts";
import { parseYamlDocument } from "../yaml.ts";

/** Where in the text a node's block is: whole lines. */
export interface NodePlace {
  /** What stands before the node's name on its line. */
  readonly indent: string;
  /** Offset of the first line, which has the name. */
  readonly start: number;
  /** Offset of the first line that is no part of it. */
  readonly end: number;
  /** What stands before its options, on top of that; if it has some. */
  readonly step: string | undefined;
  /** Where the value of its public key is, if that is on one line. */
  readonly publicKey: readonly [start: number, end: number] | undefined;
}

/**
 * Finds the blocks of all nodes, in the order of the file.
 *
 * @param text a configuration that has no errors
 * @throws {KozoError} when they do not stand on lines of their own
 */
export function placesOfNodes(text: string): ReadonlyMap<string, NodePlace> {
  const { contents } = parseYamlDocument(text);
  const system = isMap(contents) ? valueOf(contents, "system") : undefined;
  if (!isMap(system)) throw unwritable('"system" is not written as a block');
  return new Map(
    system.items.map((pair) => [keyOf(pair), placeOf(pair, text)]),
  );
}

function placeOf(pair: Pair, text: string): NodePlace {
  const name = keyOf(pair);
  const key = isScalar(pair.key) ? pair.key.range?.[0] ?? 0 : 0;
  const start = lineStart(text, key);
  const indent = text.slice(start, key);
  if (!/^[ \t]+$/.test(indent)) {
    throw unwritable(
      `the node ${quote(name)} does not begin a line of its own`,
    );
  }
  const value = isMap(pair.value) ? pair.value : undefined;
  return {
    indent,
    start,
    end: withComments(text, lineEnd(text, lastOffset(pair)), indent.length),
    step: value && stepOf(value, indent, text),
    publicKey: value && oneLine(value),
  };
}

/** The offset behind the last thing that a value says. */
function lastOffset({ key, value }: Pair): number {
  if (isCollection(value) && !value.flow) {
    const last = value.items.at(-1);
    if (isMap(value) && last !== undefined) return lastOffset(last as Pair);
  }
  const range = rangeOf(value) ?? rangeOf(key);
  return range?.[1] ?? 0;
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return isScalar(node) || isCollection(node)
    ? node.range ?? undefined
    : undefined;
}

/** The offset behind a line, of which another offset is a part. */
function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const newline = text.indexOf("\n", offset);
  return newline < 0 ? text.length : newline + 1;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Goes on over comments that are indented as a part of the block is. */
function withComments(text: string, from: number, indent: number): number {
  let end = from;
  let at = from;
  while (at < text.length) {
    const next = lineEnd(text, at + 1);
    const line = text.slice(at, next);
    const [, before = ""] = /^([ \t]*)#/.exec(line) ?? [];
    if (before.length > indent) end = next;
    else if (line.trim() !== "") break;
    at = next;
  }
  return end;
}

function stepOf(
  block: YAMLMap,
  indent: string,
  text: string,
): string | undefined {
  const key = rangeOf(block.items[0]?.key)?.[0];
  if (block.flow || key === undefined) return undefined;
  const before = text.slice(lineStart(text, key), key);
  return before.startsWith(indent) ? before.slice(indent.length) : undefined;
}

function oneLine(block: YAMLMap): NodePlace["publicKey"] {
  const value = valueOf(block, "publicKey");
  if (!isScalar(value) || value.type?.startsWith("BLOCK")) return undefined;
  const [start, end] = value.range ?? [];
  return start === undefined || end === undefined ? undefined : [start, end];
}

function valueOf(block: YAMLMap, key: string): unknown {
  return block.items.find((pair) => keyOf(pair) === key)?.value;
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.source ?? key.value) : "";
}

/** What to say when a file cannot be changed by a program. */
export function unwritable(why: string): KozoError {
  return new KozoError(
    `Cannot change the configuration: ${why}; do it by hand, or write all ` +
      "nodes as lines below each other",
  );
}
