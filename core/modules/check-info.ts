import { Role } from "../model/role.ts";
import { Transport } from "../model/transport.ts";
import { ModuleError } from "../errors.ts";
import { quote, quotePath } from "../wording.ts";
import { optionFaults } from "./check-option.ts";
import { found, isRecord, isText, unknownFields } from "./found.ts";
import type { ModuleInfo, RoleInfo, TransportInfo } from "./info.ts";

/** Options that every block of a kind takes, and no module may redefine. */
export const RESERVED_OPTIONS = {
  role: [
    ...["type", "description", "permissions"],
    ...["messageQueueLength", "messageQueueSize", "watchdog", "memoryLimit"],
  ],
  transport: ["type", "description"],
} as const;

/** What the metadata of every module has, or may have. */
const COMMON_FIELDS = [
  "format",
  "class",
  "author",
  "version",
  "description",
  "config",
  "check",
];

const FIELDS = {
  role: [...COMMON_FIELDS, "stores", "sends", "hears"],
  transport: COMMON_FIELDS,
} as const;

/** What a module exports, of which nothing is known. */
type Exports = Readonly<Record<string, unknown>>;

/** What the metadata of a kind of module is called, and what its class is. */
interface Kind {
  readonly noun: "role" | "transport";
  readonly other: "role" | "transport";
  /** Nothing if the class was looked at already, elsewhere. */
  readonly base?: abstract new (...args: never[]) => object;
}

const ROLE: Kind = { noun: "role", other: "transport", base: Role };

const TRANSPORT: Kind = { noun: "transport", other: "role", base: Transport };

/**
 * The metadata of a role module.
 *
 * @throws {ModuleError} with everything that is wrong with it
 */
export function roleInfoOf(file: string, exports: Exports): RoleInfo {
  return checked(file, exports, ROLE) as unknown as RoleInfo;
}

/**
 * The metadata of a role module that was loaded elsewhere, where its class is.
 *
 * @throws {ModuleError} with everything that is wrong with it
 */
export function describedRoleOf(file: string, roleInfo: unknown): ModuleInfo {
  const { noun, other } = ROLE;
  return checked(file, { roleInfo }, { noun, other }) as unknown as ModuleInfo;
}

/**
 * The metadata of a transport module.
 *
 * @throws {ModuleError} with everything that is wrong with it
 */
export function transportInfoOf(file: string, exports: Exports): TransportInfo {
  return checked(file, exports, TRANSPORT) as unknown as TransportInfo;
}

function checked(file: string, exports: Exports, kind: Kind): Exports {
  const name = `${kind.noun}Info`;
  const info = exports[name];
  const faults = isRecord(info)
    ? infoFaults(info, name, kind)
    : [missing(info, name, exports, kind)];
  if (isRecord(info) && faults.length === 0) return info;
  throw new ModuleError(
    `Cannot use ${quotePath(file)} as a ${kind.noun}: ${faults.join("; ")}`,
  );
}

function missing(
  info: unknown,
  name: string,
  exports: Exports,
  { noun, other }: Kind,
): string {
  if (info !== undefined) {
    return `${name} is ${found(info)}, expected { format, class, … }`;
  }
  const advice = Object.hasOwn(exports, `${other}Info`)
    ? `: it exports "${other}Info", so it is a ${other}`
    : `: write "export const ${name} = { … }"`;
  return `it exports no "${name}", by which a ${noun} is known${advice}`;
}

function infoFaults(info: Exports, name: string, kind: Kind): string[] {
  return [
    ...unknownFields(name, info, FIELDS[kind.noun]),
    ...info.format === "1.0" ? [] : [
      `${name}.format is ${found(info.format)}, expected the text "1.0"`,
    ],
    ...classFaults(info.class, `${name}.class`, kind),
    ...["author", "version", "description"]
      .filter((field) => !isText(info[field]))
      .map((field) =>
        `${name}.${field} is ${found(info[field])}, expected text`
      ),
    ...storesFaults(info.stores, `${name}.stores`),
    ...typesFaults(info.sends, `${name}.sends`),
    ...typesFaults(info.hears, `${name}.hears`),
    ...configFaults(info.config, `${name}.config`, kind),
    ...["undefined", "function"].includes(typeof info.check) ? [] : [
      `${name}.check is ${found(info.check)}, expected a function`,
    ],
  ];
}

function classFaults(value: unknown, field: string, { base }: Kind): string[] {
  if (base === undefined) return [];
  if (typeof value === "function" && value.prototype instanceof base) {
    return [];
  }
  const example = base === Role ? "" : ", as AuthenticatedTransport does";
  return [
    `${field} is ${found(value)}, expected a class that extends ` +
    `${base.name}${example}`,
  ];
}

function storesFaults(value: unknown, field: string): string[] {
  if (value === undefined || typeof value === "boolean") return [];
  return [`${field} is ${found(value)}, expected true or false`];
}

function typesFaults(value: unknown, field: string): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every(isText)) return [];
  return [`${field} is ${found(value)}, expected a list of texts`];
}

function configFaults(config: unknown, field: string, { noun }: Kind) {
  if (!isRecord(config)) {
    return [`${field} is ${found(config)}, expected the options by name`];
  }
  const reserved: readonly string[] = RESERVED_OPTIONS[noun];
  return Object.entries(config).flatMap(([name, option]) =>
    reserved.includes(name)
      ? [
        `${field} has ${quote(name)}, which every ${noun} block takes: ` +
        "name the option otherwise",
      ]
      : optionFaults(`${field}.${name}`, option)
  );
}
