import { NAME_PATTERN } from "../../model/names.ts";
import type { ModuleInfo } from "../../modules/info.ts";
import { ROLE_BLOCK, TRANSPORT_BLOCK } from "../module-block.ts";
import { NODE_BLOCK } from "../node-block.ts";
import { PERMISSIONS_BLOCK, SANDBOX_DEFAULTS } from "../permissions-block.ts";
import { SETTINGS } from "../settings.ts";
import { ROOT_BLOCK } from "../system-block.ts";
import { moduleDefinitions } from "./module.ts";
import { orNothing, refine, type Schema, tableSchema } from "./option.ts";

/** The modules that a configuration may use, by type. */
export interface KnownModules {
  readonly roles: ReadonlyMap<string, ModuleInfo>;
  readonly transports: ReadonlyMap<string, ModuleInfo>;
}

/**
 * The JSON Schema of the configuration, by which editors complete and check it.
 * It is of draft 7, which all of them know.
 */
export function configSchema({ roles, transports }: KnownModules): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "The configuration of Kōzō",
    ...refine(tableSchema(ROOT_BLOCK), {
      system: {
        description: ROOT_BLOCK.system.description,
        type: "object",
        minProperties: 1,
        propertyNames: { pattern: NAME_PATTERN.source },
        additionalProperties: { $ref: "#/definitions/node" },
      },
    }),
    definitions: {
      node: nodeSchema(),
      permissions: permissionsSchema(),
      ...moduleDefinitions({
        noun: "role",
        common: ROLE_BLOCK,
        infos: roles,
        blocks: {
          permissions: orNothing({ $ref: "#/definitions/permissions" }),
        },
        also: { dependencies: sandboxDependencies() },
      }),
      ...moduleDefinitions({
        noun: "transport",
        common: TRANSPORT_BLOCK,
        infos: transports,
      }),
    },
  };
}

function nodeSchema(): Schema {
  return refine(tableSchema(NODE_BLOCK), {
    overrideMainConfiguration: orNothing(tableSchema(SETTINGS)),
    roles: orNothing({ $ref: "#/definitions/roles" }),
    transports: orNothing({ $ref: "#/definitions/transports" }),
  });
}

/** All of a kind may be permitted, or none, besides what a list names. */
function permissionsSchema(): Schema {
  const { properties, ...table } = tableSchema(PERMISSIONS_BLOCK);
  const kinds = Object.entries(properties as Record<string, Schema>)
    .map(([kind, { description, default: _, ...values }]) => [
      kind,
      { description, anyOf: [{ type: "boolean" }, values] },
    ]);
  return { ...table, properties: Object.fromEntries(kinds) };
}

/** Limits of a sandbox do nothing without one. */
function sandboxDependencies(): Schema {
  const limits = Object.keys(SANDBOX_DEFAULTS);
  return Object.fromEntries(limits.map((name) => [name, ["permissions"]]));
}
