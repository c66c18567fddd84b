import { DecodeError } from "../errors.ts";
import type { FromSandbox } from "./words.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isBytes: Check = (value) => value instanceof Uint8Array;
const isCount: Check = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0;
const isLevel: Check = (value) =>
  ["debug", "info", "warning", "error"].some((level) => level === value);

/** What each word of a sandbox has in it. */
const FIELDS: Readonly<
  Record<FromSandbox["say"], Readonly<Record<string, Check>>>
> = {
  described: { info: () => true },
  begun: {},
  failed: { error: isText, stack: isText, isStartError: isFlag },
  taken: { dropped: isCount, unwanted: isCount },
  send: { frames: isBytes },
  log: { level: isLevel, text: isText },
  get: { id: isCount },
  set: { id: isCount, value: isBytes },
  pong: {},
  ended: {},
};

/**
 * Reads what a sandbox says, which may be anything.
 *
 * @throws {DecodeError} when it is no word of a sandbox
 */
export function readWord(value: unknown): FromSandbox {
  if (typeof value !== "object" || value === null || !("say" in value)) {
    throw new DecodeError("its sandbox says what is no word");
  }
  const { say } = value;
  if (typeof say !== "string" || !Object.hasOwn(FIELDS, say)) {
    throw new DecodeError("its sandbox says an unknown word");
  }
  const fields = Object.entries(FIELDS[say as FromSandbox["say"]]);
  for (const [name, check] of fields) {
    if (!check(Reflect.get(value, name))) {
      throw new DecodeError(`its sandbox says "${say}" without "${name}"`);
    }
  }
  // Each field that its type has was looked at.
  return value as FromSandbox;
}
