/**
 * Loads the role `bell` of a folder before anything else has loaded "kozo":
 * `load-bell.ts FOLDER`.
 *
 * @module
 */
import { ModuleRegistry } from "../../core/modules/registry.ts";

const library = new ModuleRegistry({}, {}).open({
  rolePath: [Deno.args[0] ?? ""],
  transportPath: [],
  importPath: [],
});
const bell = await library.roles.load("bell");
Deno.stdout.writeSync(
  new TextEncoder().encode(`${bell?.info.description}\n`),
);
