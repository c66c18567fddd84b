import {
  type Changes,
  type Difference,
  isNothing,
} from "../runtime/changes.ts";
import { all } from "../wording.ts";

/** What a reload has done, a line for each kind of thing. */
export function describeChanges(changes: Changes): string[] {
  const { nodes, roles, transports, restart } = changes;
  if (isNothing(changes)) return ["Reloaded: nothing has changed"];
  return [
    ...describe("node", nodes),
    ...describe("role", roles),
    ...describe("transport", transports),
    ...describeRestart(restart),
  ];
}

/** What is to be done for options that a reload cannot make count. */
export function describeRestart(restart: readonly string[]): string[] {
  if (restart.length === 0) return [];
  return [`Start the node anew for ${all(restart)} to count`];
}

function describe(
  noun: string,
  { added, removed, changed }: Difference,
): string[] {
  const kinds = [
    { verb: "Added", names: added },
    { verb: "Removed", names: removed },
    { verb: "Changed", names: changed },
  ];
  return kinds.filter(({ names }) => names.length > 0)
    .map(({ verb, names }) =>
      `${verb} the ${noun}${names.length > 1 ? "s" : ""} ${all(names)}`
    );
}
