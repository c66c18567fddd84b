import { KozoError } from "../errors.ts";
import type { ModuleInfo } from "../modules/info.ts";
import { misfitsOf } from "../modules/misfits.ts";
import { quote } from "../wording.ts";
import type { OptionTable } from "./option-spec.ts";
import { withDefaults } from "./options.ts";
import { type ReadContext, scalarOf } from "./reading.ts";
import type { Entry, Value } from "./tree.ts";

/**
 * Notes which options the module itself finds wrong, where they stand. In place
 * of those that are wrong anyway it sees their defaults, and what may come of
 * that does not count.
 *
 * @returns whether there is nothing to note
 */
export function noteMisfits(
  info: ModuleInfo,
  table: OptionTable,
  given: Readonly<Record<string, unknown>>,
  entry: Entry,
  isOwn: boolean,
  context: ReadContext,
): boolean {
  const wrong = Object.keys(table).filter((name) => given[name] === undefined);
  const options = withDefaults(given, table, context);
  if (options === undefined) return true;
  const mayComeOfThat = (name: string, fault: string) =>
    wrong.some((one) => one === name || fault.includes(quote(one)));
  const { offset, value } = entry;
  const { problems } = context;
  let fits = true;
  try {
    for (const [name, fault] of misfitsOf(info, options)) {
      if (mayComeOfThat(name, fault)) continue;
      const given = value.kind === "block" && value.entries.get(name);
      const place = given ? placeOf(given.value, fault) : offset;
      problems.add(place, `${quote(name)} ${fault}`);
      fits = false;
    }
  } catch (error) {
    if (!(error instanceof KozoError)) throw error;
    if (!isOwn) return true;
    problems.add(offset, error.message);
    return false;
  }
  return fits;
}

/** Where a value is, or the one element of a list that a fault names. */
function placeOf(value: Value, fault: string): number {
  if (value.kind !== "list") return value.offset;
  const element = value.items.find((item) => {
    const text = scalarOf(item);
    return typeof text === "string" && fault.includes(`"${text}"`);
  });
  return (element ?? value).offset;
}
