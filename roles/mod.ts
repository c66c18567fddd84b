import type { BuiltIns, RoleInfo } from "kozo";

/** The roles that are part of Kōzō, by type; each is loaded when needed. */
export const builtInRoles: BuiltIns<RoleInfo> = {
  "bluetooth-discover": {
    url: import.meta.resolve("./bluetooth-discover.ts"),
    load: async () => (await import("./bluetooth-discover.ts")).roleInfo,
  },
  cuckoo: {
    url: import.meta.resolve("./cuckoo.ts"),
    load: async () => (await import("./cuckoo.ts")).roleInfo,
  },
  debugger: {
    url: import.meta.resolve("./debugger.ts"),
    load: async () => (await import("./debugger.ts")).roleInfo,
  },
  logger: {
    url: import.meta.resolve("./logger.ts"),
    load: async () => (await import("./logger.ts")).roleInfo,
  },
  message_injector: {
    url: import.meta.resolve("./message_injector.ts"),
    load: async () => (await import("./message_injector.ts")).roleInfo,
  },
  "motion-detect": {
    url: import.meta.resolve("./motion-detect.ts"),
    load: async () => (await import("./motion-detect.ts")).roleInfo,
  },
  timer: {
    url: import.meta.resolve("./timer.ts"),
    load: async () => (await import("./timer.ts")).roleInfo,
  },
};

/** What `kozo init` lets the first node of a network do, in YAML. */
export const firstRoles = `\
timer: # says what time it is, to whoever wants to hear
  tick: 5 # seconds
cuckoo: # hears every timer of every node, and remembers the last tick
`;
