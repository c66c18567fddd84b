import { PLACEHOLDERS } from "../model/names.ts";
import { describedRoleOf } from "../modules/check-info.ts";
import type { ModuleInfo, RoleInfo } from "../modules/info.ts";

/** Metadata without its code, and without symbols, which no message carries. */
export function packInfo({ class: _, check: __, ...info }: RoleInfo): object {
  const options = Object.entries(info.config).map(([name, option]) => {
    const { default: value } = option;
    return typeof value === "symbol"
      ? [name, { ...option, default: { placeholder: value.description } }]
      : [name, option];
  });
  return { ...info, config: Object.fromEntries(options) };
}

/**
 * What {@link packInfo} has packed, if that was what came.
 *
 * @throws {ModuleError} with everything that is wrong with it
 */
export function unpackInfo(file: string, packed: unknown): ModuleInfo {
  return describedRoleOf(file, unpack(packed));
}

/** Puts symbols where they were, however deep. */
function unpack(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(unpack);
  if ("placeholder" in value) {
    const name = value.placeholder;
    return PLACEHOLDERS.find(({ description }) => description === name);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, unpack(inner)]),
  );
}
