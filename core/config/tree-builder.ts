import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from "yaml";
import type { Problems } from "./problems.ts";
import {
  type Block,
  type Entry,
  isNothing,
  nothing,
  type Scalar,
  type Value,
} from "./tree.ts";
import { quote } from "../wording.ts";

/** Values that a file may have, counted again for each alias: no alias bombs. */
const MOST_VALUES = 100_000;

/** How deep values may be nested. */
const MOST_DEPTH = 64;

/** Turns a parsed document into a tree: aliases followed, `<<` merged. */
export class TreeBuilder {
  readonly #document: Document.Parsed;
  readonly #problems: Problems;
  readonly #targets: ReadonlyMap<Alias, Node>;
  /** The values around the one that is being built. */
  readonly #around = new Set<Node>();
  #count = 0;
  /** Whether values are missing that aliases should have brought. */
  #isTorn = false;

  constructor(document: Document.Parsed, problems: Problems) {
    this.#document = document;
    this.#problems = problems;
    this.#targets = aliasTargets(document);
  }

  /**
   * @throws {ConfigError} when the values are too many or too deep, or an alias
   * brings none: nothing true can be said of a file without them
   */
  build(): Value {
    const root = this.#value(this.#document.contents, 0);
    if (this.#isTorn) this.#problems.throwIfAny();
    return root;
  }

  #value(node: unknown, near: number): Value {
    if (!isNode(node)) return nothing(near);
    const offset = node.range?.[0] ?? near;
    if (isAlias(node)) return this.#alias(node, offset);
    if (isScalar(node)) {
      return { kind: "scalar", offset, value: plainValue(node) };
    }
    this.#enter(node, offset);
    const value = this.#collection(node, offset);
    this.#around.delete(node);
    return value;
  }

  #collection(node: Node, offset: number): Value {
    if (isMap(node)) return this.#block(node, offset);
    if (!isSeq(node)) return nothing(offset);
    const items = node.items.map((item) => this.#value(item, offset));
    this.#counted(items.length, offset);
    return { kind: "list", offset, items };
  }

  #enter(node: Node, offset: number): void {
    this.#around.add(node);
    if (this.#around.size <= MOST_DEPTH) return;
    this.#giveUp(offset, `Values are nested deeper than ${MOST_DEPTH}`);
  }

  #counted(values: number, offset: number): void {
    this.#count += values;
    if (this.#count <= MOST_VALUES) return;
    this.#giveUp(
      offset,
      `There are more than ${MOST_VALUES} values, those repeated by aliases ` +
        "included",
    );
  }

  #giveUp(offset: number, message: string): void {
    this.#problems.add(offset, message);
    this.#problems.throwIfAny();
  }

  #alias(alias: Alias, offset: number): Value {
    const target = this.#targets.get(alias);
    if (target !== undefined && !this.#around.has(target)) {
      return this.#value(target, offset);
    }
    this.#isTorn = true;
    this.#problems.add(
      offset,
      target === undefined
        ? `The alias ${quote("*" + alias.source)} names nothing above it`
        : `The alias ${quote("*" + alias.source)} stands in what it names`,
    );
    return nothing(offset);
  }

  #block(node: YAMLMap, offset: number): Block {
    const entries = new Map<string, Entry>();
    for (const pair of node.items) {
      if (!isMergeKey(pair)) this.#addEntry(entries, pair, offset);
    }
    const merged = node.items.filter(isMergeKey)
      .flatMap((pair) => this.#merged(pair, offset));
    for (const entry of merged) {
      if (!entries.has(entry.key)) entries.set(entry.key, entry);
    }
    this.#counted(entries.size, offset);
    return { kind: "block", offset, entries };
  }

  #addEntry(entries: Map<string, Entry>, pair: Pair, near: number): void {
    const entry = this.#entry(pair, near);
    if (entry === undefined) return;
    const first = entries.get(entry.key);
    if (first === undefined) {
      entries.set(entry.key, entry);
      return;
    }
    const line = this.#problems.lineOf(first.offset);
    this.#problems.add(
      entry.offset,
      `${quote(entry.key)} is here a second time: the first is on line ${line}`,
    );
  }

  #entry(pair: Pair, near: number): Entry | undefined {
    const key = isAlias(pair.key) ? this.#targets.get(pair.key) : pair.key;
    const offset = (isNode(pair.key) ? pair.key.range?.[0] : undefined) ?? near;
    if (isScalar(key)) {
      const value = this.#value(pair.value, offset);
      return { key: keyText(key), offset, value };
    }
    this.#problems.add(offset, "A block or a list cannot be a key");
    return undefined;
  }

  /** What `<<: *common` or `<<: [*a, *b]` brings in; of two, the first holds. */
  #merged(pair: Pair, near: number): Entry[] {
    const value = this.#value(pair.value, near);
    const blocks = value.kind === "list" ? value.items : [value];
    return blocks.flatMap((block) => {
      if (block.kind === "block") return [...block.entries.values()];
      if (!isNothing(block)) {
        this.#problems.add(
          block.offset,
          '"<<" takes a block, or a list of them',
        );
      }
      return [];
    });
  }
}

/** An alias stands for the last value before it that has its name. */
function aliasTargets(document: Document.Parsed): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_key, node) {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && typeof pair.key.value === "symbol";
}

function plainValue(
  node: { value: unknown; source?: string },
): Scalar["value"] {
  const { value } = node;
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    default:
      return value === null ? null : node.source ?? String(value);
  }
}

/** A key is text, even if it looks like a number: a node may be named `1`. */
function keyText(key: { value: unknown; source?: string }): string {
  return typeof key.value === "string"
    ? key.value
    : key.source ?? String(key.value);
}
