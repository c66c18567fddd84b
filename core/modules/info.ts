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
  /**
   * Of what it takes the name, or the names: `kozo check` warns of one that
   * nothing in the network has. `"*"` stands for all.
   */
  readonly names?: "role" | "node";
  /**
   * What it says of where the module listens: at which TCP port, or at which
   * address of the machine, where true and false stand for all of them and for
   * 127.0.0.1; without an option for the address at 127.0.0.1.
   * `kozo check` warns where two blocks of a node would listen at one place.
   */
  readonly listens?: "port" | "address";
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
   * Says which options, though each is right by itself, do not go together. It
   * is asked before anything is made from them. Default: all do.
   *
   * @param options those of one block, with their defaults, also in place of
   * those that are wrong by themselves; what is said of these, or names them
   * in double quotes, does not count then
   * @returns for each that is wrong, by its name, what to say after that name:
   * what was found, and what to do
   */
  check?(options: object): Readonly<Record<string, string>>;
}

/** The metadata of a role module, exported as `roleInfo`. */
export interface RoleInfo extends ModuleInfo {
  /** The role itself. */
  // deno-lint-ignore no-explicit-any -- the options' type is the module's own
  readonly class: new (context: RoleContext<any>) => Role<any>;
  /**
   * Whether it keeps something in storage that matters: `kozo check` warns
   * where its node has no `roleStorage`. Default: no.
   */
  readonly stores?: boolean;
  /**
   * The types of all events and orders that it sends; `[]`: none. Default:
   * nobody knows.
   */
  readonly sends?: readonly string[];
  /**
   * Types of events and orders that it is of no use without: `kozo check` warns
   * where no role of the network sends them. Default: none.
   */
  readonly hears?: readonly string[];
}

/** The metadata of a transport module, exported as `transportInfo`. */
export interface TransportInfo extends ModuleInfo {
  /** The transport itself. */
  // deno-lint-ignore no-explicit-any -- the options' type is the module's own
  readonly class: new (context: TransportContext<any>) => Transport<any>;
}
