import { ModuleRegistry } from "../../core/modules/registry.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";

/** The modules that are part of Kōzō, and the benchmark's own roles. */
export function benchRegistry(): ModuleRegistry {
  return new ModuleRegistry({
    ...builtInRoles,
    publisher: {
      url: import.meta.resolve("./roles/publisher.ts"),
      load: async () => (await import("./roles/publisher.ts")).roleInfo,
    },
    subscriber: {
      url: import.meta.resolve("./roles/subscriber.ts"),
      load: async () => (await import("./roles/subscriber.ts")).roleInfo,
    },
  }, builtInTransports);
}
