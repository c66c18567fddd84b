import {
  type BuiltIn,
  ModuleError,
  type ModuleInfo,
  NODE_NAME,
  Role,
  type RoleContext,
  type RoleInfo,
  ROLENODE_NAME,
  Transport,
  type TransportInfo,
} from "kozo";
import { ModuleRegistry } from "../../core/modules/registry.ts";

class Idle extends Role {
  override run(): void {}
}

class Nowhere extends Transport {
  override accept(): Promise<never> {
    return Promise.reject(new Error("Nobody comes"));
  }
  override connect(): Promise<never> {
    return Promise.reject(new Error("Nobody is there"));
  }
}

const ABOUT = {
  format: "1.0",
  author: "Kōzō",
  version: "1.0",
  description: "For tests.",
} as const;

const SWITCH = { default: false, description: "On or off" };

function role(config: RoleInfo["config"]): BuiltIn<RoleInfo> {
  const info: RoleInfo = {
    ...ABOUT,
    class: Idle as new (context: RoleContext) => Role,
    config,
  };
  return builtIn(info);
}

function transport(
  config: TransportInfo["config"],
): BuiltIn<TransportInfo> {
  return builtIn({ ...ABOUT, class: Nowhere, config });
}

function builtIn<Info extends ModuleInfo>(info: Info): BuiltIn<Info> {
  return { url: import.meta.url, load: () => Promise.resolve(info) };
}

/** Roles and transports that have the options of the seed's, and some more. */
export const registry: ModuleRegistry = new ModuleRegistry({
  timer: role({
    tick: { default: 1, minimum: 0.1, maximum: 3600, description: "Seconds" },
    message: { default: ROLENODE_NAME, description: "Text to send" },
  }),
  cuckoo: role({
    timer: { default: null, type: "string", description: "The timer" },
    log: SWITCH,
  }),
  logger: role({
    file: { default: "kozo.log", type: "path", description: "Where to write" },
    clearLog: SWITCH,
    nodeRestrict: { default: NODE_NAME, description: "Whose lines" },
  }),
  all: role({
    pin: { type: "integer", minimum: 0, maximum: 27, description: "The pin" },
    text: { default: "t", description: "Text" },
    level: {
      default: "info",
      choices: ["debug", "info", "error"],
      description: "A level",
    },
    names: { default: [], type: "list", description: "Names" },
    colours: {
      default: "red, green",
      type: "list",
      choices: ["red", "green", "blue"],
      description: "Colours",
    },
    extra: { default: null, type: "any", description: "Whatever" },
  }),
  safe: role({
    level: { default: "low", choices: ["low", "high"], description: "A level" },
    token: { default: 0, description: "A number that is a secret" },
    auth: { default: "no", choices: ["no", "yes"], description: "A choice" },
    keys: {
      default: [],
      type: "list",
      choices: ["none", "all"],
      description: "Choices",
    },
  }),
  broken: {
    url: import.meta.url,
    load: () => Promise.reject(new ModuleError('Cannot load "broken.ts"')),
  },
}, {
  tcp: transport({
    address: { type: "list", description: "Addresses" },
    port: {
      default: 6020,
      type: "integer",
      minimum: 1,
      maximum: 65535,
      description: "The port",
    },
  }),
  onion: transport({
    address: { type: "list", default: null, description: "Addresses" },
  }),
});
