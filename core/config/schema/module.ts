import type { ModuleInfo } from "../../modules/info.ts";
import { NAME_PATTERN } from "../../model/names.ts";
import { isRequired, type OptionTable } from "../option-spec.ts";
import { orNothing, refine, type Schema, tableSchema } from "./option.ts";

/** The modules of one kind, and what all their blocks take. */
export interface ModuleSchemas {
  readonly noun: "role" | "transport";
  readonly common: OptionTable;
  readonly infos: ReadonlyMap<string, ModuleInfo>;
  /** What is in those of the common options that are blocks. */
  readonly blocks?: Readonly<Record<string, Schema>>;
  /** What else holds for each block. */
  readonly also?: Schema;
}

/** The name of a definition for the blocks of a type. */
function nameOf(noun: string, type: string): string {
  return `${noun}.${type}`;
}

function refer(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}

/**
 * Definitions for the blocks of one kind of module: `roles` for all those of a
 * node, `role` for one that says its type, and `role.timer` for each type.
 */
export function moduleDefinitions(kind: ModuleSchemas): Record<string, Schema> {
  const { noun, infos } = kind;
  const types = [...infos].map(([type, info]) => [
    nameOf(noun, type),
    blockSchema(info, kind),
  ]);
  return {
    [`${noun}s`]: blocksSchema(kind),
    [noun]: typedSchema(kind),
    ...Object.fromEntries(types),
  };
}

/** A block that is named as a module needs no type; all others do. */
function blocksSchema({ noun, infos }: ModuleSchemas): Schema {
  const named = [...infos.keys()].map((type) => [type, {
    if: {
      type: "object",
      required: ["type"],
      properties: { type: { type: "string" } },
    },
    then: refer(noun),
    else: refer(nameOf(noun, type)),
  }]);
  return {
    type: "object",
    propertyNames: { pattern: NAME_PATTERN.source },
    properties: Object.fromEntries(named),
    additionalProperties: refer(noun),
  };
}

/** A block that takes what the module takes that its type names. */
function typedSchema({ noun, common, infos }: ModuleSchemas): Schema {
  const types = [...infos.keys()];
  return {
    type: "object",
    required: ["type"],
    properties: {
      type: { description: common.type?.description, enum: types },
    },
    allOf: types.map((type) => ({
      if: { properties: { type: { const: type } }, required: ["type"] },
      then: refer(nameOf(noun, type)),
    })),
  };
}

function blockSchema(
  info: ModuleInfo,
  { common, blocks = {}, also }: ModuleSchemas,
): Schema {
  const table: OptionTable = { ...info.config, ...common };
  const block = { ...refine(tableSchema(table), blocks), ...also };
  const { description } = info;
  const mayBeLeftOut = !Object.values(table).some(isRequired);
  return { description, ...mayBeLeftOut ? orNothing(block) : block };
}
