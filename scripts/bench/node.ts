/** The command line as it is, with the benchmark's roles besides its own. */
import { runCommandLine } from "../../core/cli/command-line.ts";
import { benchRegistry } from "./registry.ts";

Deno.exit(await runCommandLine(Deno.args, benchRegistry()));
