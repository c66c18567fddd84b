import { LineCounter } from "yaml";
import { KozoError } from "../../errors.ts";
import { quote } from "../../wording.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { Problems } from "../problems.ts";
import type { Block, Value } from "../tree.ts";
import { parseYaml } from "../yaml.ts";
import { type NodePlace, placesOfNodes, unwritable } from "./node-places.ts";

/**
 * Adds a node behind all others. Nothing else in the text changes.
 *
 * @param text a configuration that has no errors
 * @param block the node's block, as {@link nodeText} makes it
 * @throws {KozoError} when that cannot be done
 */
export function addNode(text: string, name: string, block: string): string {
  const places = [...placesOfNodes(text).values()];
  const last = places.at(-1);
  if (last === undefined) throw unwritable('"system" has no nodes');
  const newline = newlineOf(text);
  const step = places.findLast(({ step }) => step)?.step ?? last.indent;
  const lines = block.split("\n").map((line) => {
    const [depth = ""] = /^(?: {2})*/.exec(line) ?? [];
    return last.indent + step.repeat(depth.length / 2) +
      line.slice(depth.length);
  });
  // As far apart from the others as these are from each other.
  const gap = places.length > 1 && isApart(text, last) ? newline : "";
  const added = gap + lines.join(newline);
  const before = text.slice(0, last.end);
  const whole = before.endsWith("\n")
    ? before + added + newline + text.slice(last.end)
    : before + newline + added + text.slice(last.end);
  return verified(text, whole, [name]);
}

/**
 * Removes a node, and the comment right above it, which is its own. Nothing
 * else in the text changes.
 *
 * @param text a configuration that has no errors, with this node and others
 * @throws {KozoError} when that cannot be done
 */
export function removeNode(text: string, name: string): string {
  const place = placeOf(text, name);
  const { end } = place;
  const start = aboveOf(text, place);
  const isLastLine = end === text.length && !text.endsWith("\n");
  const before = text.slice(0, start);
  const whole = (isLastLine ? before.replace(/\r?\n$/, "") : before) +
    text.slice(end);
  return verified(text, whole, [name]);
}

/**
 * Gives a node another public key. Nothing else in the text changes.
 *
 * @param text a configuration that has no errors
 * @param publicKey type and base64
 * @throws {KozoError} when that cannot be done
 */
export function rekeyNode(
  text: string,
  name: string,
  publicKey: string,
): string {
  const { publicKey: range } = placeOf(text, name);
  if (range === undefined) {
    throw unwritable(`the public key of ${quote(name)} is not on one line`);
  }
  const [start, end] = range;
  const whole = text.slice(0, start) + publicKey + text.slice(end);
  return verified(text, whole, [name, "publicKey"]);
}

function placeOf(text: string, name: string): NodePlace {
  const place = placesOfNodes(text).get(name);
  if (place !== undefined) return place;
  throw unwritable(`the node ${quote(name)} has no block of its own`);
}

/** Where the comments and empty lines right above a node begin. */
function aboveOf(text: string, { start, indent }: NodePlace): number {
  const comments = upwards(
    text,
    start,
    (line) => line.startsWith(`${indent}#`),
  );
  return upwards(text, comments, (line) => line.trim() === "");
}

function isApart(text: string, place: NodePlace): boolean {
  const { start, indent } = place;
  const comments = upwards(
    text,
    start,
    (line) => line.startsWith(`${indent}#`),
  );
  return aboveOf(text, place) < comments;
}

/** The offset of the first of the lines above another that are alike. */
function upwards(
  text: string,
  from: number,
  isAlike: (line: string) => boolean,
): number {
  let start = from;
  while (start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (!isAlike(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

function newlineOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/**
 * The changed text, if it says of everything else what it has said before:
 * YAML has more corners than a program that edits it can know.
 *
 * @param path what was to change, below `system`
 */
function verified(
  before: string,
  after: string,
  path: readonly string[],
): string {
  if (restOf(before, path) === restOf(after, path)) return after;
  throw unwritable("something else in it would change, too");
}

function restOf(text: string, path: readonly string[]): string | undefined {
  const lines = new LineCounter();
  try {
    const tree = parseYaml(text, lines, new Problems("", lines));
    return fingerprintOf(without(tree, ["system", ...path]));
  } catch (error) {
    if (error instanceof KozoError) return undefined;
    throw error;
  }
}

/** A value without the one that a path of keys leads to. */
function without(value: Value, [key = "", ...path]: readonly string[]): Value {
  const entry = value.kind === "block" ? value.entries.get(key) : undefined;
  if (value.kind !== "block" || entry === undefined) return value;
  const entries = new Map(value.entries);
  if (path.length === 0) entries.delete(key);
  else entries.set(key, { ...entry, value: without(entry.value, path) });
  return { ...value, entries } satisfies Block;
}
