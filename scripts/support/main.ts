import process from "node:process";
import { KozoError } from "../../core/errors.ts";

/**
 * Runs a script's `work` and ends this process with the exit code it returns.
 * An error that the user can mend costs one line and the exit code 1.
 */
export async function runScript(work: () => Promise<number>): Promise<never> {
  try {
    return Deno.exit(await work());
  } catch (error) {
    if (!(error instanceof KozoError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return Deno.exit(1);
  }
}
