/** The command line with modules of the tests besides its own. */
import { runCommandLine } from "../../core/cli/command-line.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";

const registry = new ModuleRegistry({
  ...builtInRoles,
  answerer: {
    url: import.meta.resolve("./roles/answerer.ts"),
    load: async () => (await import("./roles/answerer.ts")).roleInfo,
  },
  asker: {
    url: import.meta.resolve("./roles/asker.ts"),
    load: async () => (await import("./roles/asker.ts")).roleInfo,
  },
  counter: {
    url: import.meta.resolve("./roles/counter.ts"),
    load: async () => (await import("./roles/counter.ts")).roleInfo,
  },
  stuck: {
    url: import.meta.resolve("./roles/stuck.ts"),
    load: async () => (await import("./roles/stuck.ts")).roleInfo,
  },
  scales: {
    url: import.meta.resolve("./roles/scales.ts"),
    load: async () => (await import("./roles/scales.ts")).roleInfo,
  },
  tally: {
    url: import.meta.resolve("./roles/tally.ts"),
    load: async () => (await import("./roles/tally.ts")).roleInfo,
  },
}, {
  ...builtInTransports,
  stubborn: {
    url: import.meta.resolve("./transports/stubborn.ts"),
    load: async () => (await import("./transports/stubborn.ts")).transportInfo,
  },
});

Deno.exit(await runCommandLine(Deno.args, registry));
