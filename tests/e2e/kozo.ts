/** The command line with modules of the tests besides its own. */
import { runCommandLine } from "../../core/cli/command-line.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";

const registry = new ModuleRegistry({
  ...builtInRoles,
  answerer: async () => (await import("./roles/answerer.ts")).roleInfo,
  asker: async () => (await import("./roles/asker.ts")).roleInfo,
  counter: async () => (await import("./roles/counter.ts")).roleInfo,
  stuck: async () => (await import("./roles/stuck.ts")).roleInfo,
  scales: async () => (await import("./roles/scales.ts")).roleInfo,
  tally: async () => (await import("./roles/tally.ts")).roleInfo,
}, {
  ...builtInTransports,
  stubborn: async () =>
    (await import("./transports/stubborn.ts")).transportInfo,
});

Deno.exit(await runCommandLine(Deno.args, registry));
