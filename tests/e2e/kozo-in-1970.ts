/** The command line on a machine whose clock has started anew, in 1970. */
import { runCommandLine } from "../../core/cli/command-line.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";

const started = Date.now();
const now = Date.now;
Date.now = () => now() - started;

const registry = new ModuleRegistry(builtInRoles, builtInTransports);
Deno.exit(await runCommandLine(Deno.args, registry));
