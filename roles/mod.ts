import type { ModuleLoaders, RoleInfo } from "kozo";

/** The roles that are part of Kōzō, by type; each is loaded when needed. */
export const builtInRoles: ModuleLoaders<RoleInfo> = {
  cuckoo: async () => (await import("./cuckoo.ts")).roleInfo,
  logger: async () => (await import("./logger.ts")).roleInfo,
  timer: async () => (await import("./timer.ts")).roleInfo,
};
