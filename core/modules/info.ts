import type { Placeholder } from "../model/names.ts";
import type { Role, RoleContext } from "../model/role.ts";
import type { Transport, TransportContext } from "../model/transport.ts";

/**
 * What values an option takes:
 * - `string`, `number`, `integer`, `boolean`: the YAML value of that kind
 * - `path`: a path; a relative one starts at the configuration file's folder
 * - `list`: one string, a comma-separated string or a list of strings; the
 *   module always gets a list
 * - `any`: whatever YAML can say
 */
export type OptionType =
  | "string"
  | "number"
  | "integer"
  | "boolean"
  | "path"
  | "list"
  | "any";

/** One option of a role or transport. */
export interface OptionInfo {
  /** What the option is for; units too. */
  readonly description: string;
  /**
   * What holds when the configuration does not say. An option without this
   * property is required; `null` means that it may be left out.
   */
  readonly default?:
    | null
    | boolean
    | number
    | string
    | readonly string[]
    | Placeholder;
  /** What values it takes. Default: those of its default's kind, else any. */
  readonly type?: OptionType;
  /** The least number allowed. */
  readonly minimum?: number;
  /** The greatest number allowed. */
  readonly maximum?: number;
  /** The only strings allowed. */
  readonly choices?: readonly string[];
}

/** What is wrong with an option that is right by itself. */
export interface OptionFault {
  /** The option's name: the problem is shown where that stands in the file. */
  readonly option: string;
  /**
   * What is wrong with it and what to do, to follow its name: `contradicts
   * "incomingOnly": remove one of the two`.
   */
  readonly message: string;
}

/** What every module says of itself. */
export interface ModuleInfo {
  /** The version of this description. */
  readonly format: "1.0";
  /** Who wrote the module. */
  readonly author: string;
  /** The module's own version. */
  readonly version: string;
  /** What it does, in a sentence. */
  readonly description: string;
  /** Its options by name. */
  readonly config: Readonly<Record<string, OptionInfo>>;
  /**
   * Says what is wrong with options that are right each by itself: two that
   * contradict each other, text that is no address. It is asked whenever the
   * configuration is read, before anything runs, and only looks. Not asked of
   * roles that run in a sandbox.
   *
   * @param config the options, checked, defaults filled in
   */
  check?(config: object): readonly OptionFault[];
}

/** The metadata of a role module, exported as `roleInfo`. */
export interface RoleInfo extends ModuleInfo {
  /** The role itself. */
  // deno-lint-ignore no-explicit-any -- the options' type is the module's own
  readonly class: new (context: RoleContext<any>) => Role<any>;
}

/** The metadata of a transport module, exported as `transportInfo`. */
export interface TransportInfo extends ModuleInfo {
  /** The transport itself. */
  // deno-lint-ignore no-explicit-any -- the options' type is the module's own
  readonly class: new (context: TransportContext<any>) => Transport<any>;
}
