/** A piece of text, a number, a truth value, or nothing. */
export interface Scalar {
  readonly kind: "scalar";
  /** Where it starts in the file, in UTF-16 units from 0. */
  readonly offset: number;
  readonly value: string | number | boolean | null;
}

/** Several values in a row. */
export interface List {
  readonly kind: "list";
  /** Where it starts in the file. */
  readonly offset: number;
  readonly items: readonly Value[];
}

/** One line of a {@link Block}, `key: value`. */
export interface Entry {
  readonly key: string;
  /** Where the key starts in the file. */
  readonly offset: number;
  readonly value: Value;
}

/** Values by their keys. */
export interface Block {
  readonly kind: "block";
  /** Where it starts in the file. */
  readonly offset: number;
  /** In the order of the file; what `<<` brings in comes last. */
  readonly entries: ReadonlyMap<string, Entry>;
}

/** What a configuration file says, and where it says it. */
export type Value = Scalar | List | Block;

/** Nothing, at a place in the file. */
export function nothing(offset: number): Scalar {
  return { kind: "scalar", offset, value: null };
}

/** Whether there is a key but no value, as in `cuckoo:`. */
export function isNothing(value: Value): boolean {
  return value.kind === "scalar" && value.value === null;
}

/** The entries of a block; a key without a value counts as an empty block. */
export function entriesOf(value: Value): readonly Entry[] {
  return value.kind === "block" ? [...value.entries.values()] : [];
}
