import { runCommandLine } from "./core/cli/command-line.ts";
import { environmentPaths } from "./core/modules/paths.ts";
import { ModuleRegistry } from "./core/modules/registry.ts";
import { builtInRoles, firstRoles } from "./roles/mod.ts";
import { builtInTransports, firstTransport } from "./transports/mod.ts";

if (import.meta.main) {
  const registry = new ModuleRegistry(
    builtInRoles,
    builtInTransports,
    environmentPaths((name) => Deno.env.get(name)),
  );
  const starter = { roles: firstRoles, transport: firstTransport };
  Deno.exit(await runCommandLine(Deno.args, registry, starter));
}
