import type { ModuleInfo } from "../modules/info.ts";
import { messageOf } from "../text.ts";
import { quote } from "../wording.ts";
import type { Place } from "./options.ts";
import type { ReadContext } from "./reading.ts";
import type { Value } from "./tree.ts";

/**
 * Notes what a module itself finds wrong with its options.
 *
 * @param block what the options were read from
 * @param options the options, each of them right by itself
 * @returns whether there was nothing
 */
export function passesCheck(
  info: ModuleInfo,
  block: Value,
  options: object,
  place: Place,
  { problems, isDraft }: ReadContext,
): boolean {
  if (isDraft) return true;
  try {
    const faults = info.check?.(options) ?? [];
    for (const { option, message } of faults) {
      problems.add(
        offsetOf(option, block) ?? place.offset,
        `${quote(option)} in ${place.name} ${message}`,
      );
    }
    return faults.length === 0;
  } catch (error) {
    problems.add(
      place.offset,
      `Cannot check the options of ${place.name}: ${messageOf(error)}`,
    );
    return false;
  }
}

/** Where an option's value stands, if the block has the option. */
function offsetOf(option: string, block: Value): number | undefined {
  if (block.kind !== "block") return undefined;
  return block.entries.get(option)?.value.offset;
}
