import { NAME_PATTERN, NAME_RULE } from "../model/names.ts";
import { type ReadContext, refuse } from "./reading.ts";
import { type Entry, isNothing } from "./tree.ts";
import { quote } from "../wording.ts";

/** Notes a name that no node, role or transport may have. */
export function checkName(
  entry: Entry,
  noun: "node" | "role" | "transport",
  context: ReadContext,
): void {
  if (NAME_PATTERN.test(entry.key)) return;
  context.problems.add(
    entry.offset,
    `${quote(entry.key)} cannot be the name of a ${noun}: ${NAME_RULE}`,
  );
}

/** Whether a value is a block, or nothing; notes it if it is neither. */
export function checkBlock(entry: Entry, context: ReadContext): boolean {
  if (entry.value.kind === "block" || isNothing(entry.value)) return true;
  refuse(entry, { type: "block", description: "" }, context);
  return false;
}
