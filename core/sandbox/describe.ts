import type { Environment } from "../environment.ts";
import { KozoError, ModuleError } from "../errors.ts";
import type { ModuleInfo } from "../modules/info.ts";
import { unpackInfo } from "./packed-info.ts";
import { RoleProcess, type SandboxLimits } from "./role-process.ts";
import { foldersOf, type FromSandbox, type ModulePlace } from "./words.ts";

/**
 * The metadata of a module whose code must not run here: it runs in a sandbox
 * like the one that its role will have.
 *
 * @throws {ModuleError} when it cannot be loaded, or is no role
 */
export async function describeInSandbox(
  module: ModulePlace,
  limits: SandboxLimits,
  environment: Environment,
): Promise<ModuleInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const process = new RoleProcess({
    ...limits,
    modulePaths: foldersOf(module),
    environment,
    hear(word: FromSandbox) {
      if (word.say === "described") resolve(word.info);
      if (word.say === "failed") reject(new ModuleError(word.error));
    },
    print() {},
    fail: reject,
  });
  process.say({ say: "describe", module });
  try {
    return unpackInfo(module.file, await promise);
  } catch (cause) {
    if (!(cause instanceof KozoError) || cause instanceof ModuleError) {
      throw cause;
    }
    const text = `Cannot load "${module.file}" in a sandbox: ${cause.message}`;
    throw new ModuleError(text, { cause });
  } finally {
    await process.kill();
  }
}
