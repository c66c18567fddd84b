import { runCommandLine } from "./core/cli/command-line.ts";
import { environmentPaths } from "./core/modules/paths.ts";
import { ModuleRegistry } from "./core/modules/registry.ts";
import { builtInRoles } from "./roles/mod.ts";
import { builtInTransports } from "./transports/mod.ts";

if (import.meta.main) {
  const registry = new ModuleRegistry(
    builtInRoles,
    builtInTransports,
    environmentPaths((name) => Deno.env.get(name)),
  );
  Deno.exit(await runCommandLine(Deno.args, registry));
}
