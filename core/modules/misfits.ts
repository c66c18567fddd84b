import { ModuleError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { found, isRecord, isText } from "./found.ts";
import type { ModuleInfo } from "./info.ts";

/**
 * Asks a module what it finds wrong with the options of a block, each of which
 * is right by itself.
 *
 * @returns what is wrong by the option's name; none when they go together
 * @throws {ModuleError} when the module cannot tell
 */
export function misfitsOf(
  { check }: ModuleInfo,
  options: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string> {
  let answer: unknown;
  try {
    answer = check?.(options) ?? {};
  } catch (cause) {
    throw new ModuleError(
      `Cannot check the options: the module's "check" throws: ` +
        messageOf(cause),
      { cause },
    );
  }
  if (isRecord(answer) && Object.values(answer).every(isText)) {
    // Every value has just been looked at.
    return new Map(Object.entries(answer as Record<string, string>));
  }
  throw new ModuleError(
    `Cannot check the options: the module's "check" returns ${
      found(answer)
    }, ` +
      "expected a text for each wrong option",
  );
}
