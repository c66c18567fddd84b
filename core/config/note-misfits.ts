import { KozoError } from "../errors.ts";
import type { ModuleInfo } from "../modules/info.ts";
import { misfitsOf } from "../modules/misfits.ts";
import { quote } from "../wording.ts";
import type { OptionTable } from "./option-spec.ts";
import { withDefaults } from "./options.ts";
import type { ReadContext } from "./reading.ts";
import type { Entry } from "./tree.ts";

/**
 * Notes which options the module itself finds wrong, where they stand. In place
 * of those that are wrong anyway it sees their defaults, and what may come of
 * that does not count.
 */
export function noteMisfits(
  info: ModuleInfo,
  table: OptionTable,
  given: Readonly<Record<string, unknown>>,
  entry: Entry,
  isOwn: boolean,
  context: ReadContext,
): void {
  const wrong = Object.keys(table).filter((name) => given[name] === undefined);
  const options = withDefaults(given, table, context);
  if (options === undefined) return;
  const mayComeOfThat = (name: string, fault: string) =>
    wrong.some((one) => one === name || fault.includes(quote(one)));
  const { offset, value } = entry;
  const { problems } = context;
  try {
    for (const [name, fault] of misfitsOf(info, options)) {
      if (mayComeOfThat(name, fault)) continue;
      const given = value.kind === "block" && value.entries.get(name);
      const place = given ? given.value.offset : offset;
      problems.add(place, `${quote(name)} ${fault}`);
    }
  } catch (error) {
    if (!(error instanceof KozoError)) throw error;
    if (isOwn) problems.add(offset, error.message);
  }
}
