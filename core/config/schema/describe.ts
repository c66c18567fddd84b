import type { Library } from "../../modules/library.ts";
import { takeInventory } from "../../modules/inventory.ts";
import { configSchema } from "./config.ts";

/** The JSON Schema of a configuration, as text, and what is not in it. */
export interface DescribedSchema {
  readonly text: string;
  /** Why modules that are there are left out of it. */
  readonly faults: readonly string[];
}

/** Makes the JSON Schema of configurations that use the modules of a library. */
export async function describeSchema(
  { roles, transports }: Library,
): Promise<DescribedSchema> {
  const known = {
    roles: await takeInventory(roles),
    transports: await takeInventory(transports),
  };
  const schema = configSchema({
    roles: known.roles.modules,
    transports: known.transports.modules,
  });
  return {
    text: JSON.stringify(schema, undefined, 2),
    faults: [
      ...known.roles.faults.values(),
      ...known.transports.faults.values(),
    ],
  };
}
