import { UsageError } from "../../core/errors.ts";
import type { Mount } from "./machine-options.ts";

/**
 * Looks whether a machine can be given its folders.
 *
 * @throws {UsageError} with the first that it cannot have
 */
export async function assertFolders(mounts: readonly Mount[]): Promise<void> {
  for (const { folder } of mounts) {
    const why = await faultOf(folder);
    if (why === undefined) continue;
    throw new UsageError(
      `Cannot give the machine the folder "${folder}": ${why}; name another ` +
        "by --mount",
    );
  }
}

async function faultOf(folder: string): Promise<string | undefined> {
  try {
    const { isDirectory } = await Deno.stat(folder);
    return isDirectory ? undefined : "it is a file";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "there is none";
    throw error;
  }
}
