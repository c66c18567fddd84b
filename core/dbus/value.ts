/**
 * A value of D-Bus. Numbers of 64 bits are bigints; a structure and an entry of
 * a dictionary are arrays, and so a dictionary is an array of pairs.
 */
export type DbusValue =
  | boolean
  | number
  | bigint
  | string
  | Variant
  | readonly DbusValue[];

/** A value that carries its own signature. */
export class Variant {
  /** One complete type, such as `s` or `a{sv}`. */
  readonly signature: string;
  readonly value: DbusValue;

  constructor(signature: string, value: DbusValue) {
    this.signature = signature;
    this.value = value;
  }
}
