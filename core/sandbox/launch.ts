import { ModuleError } from "../errors.ts";
import { quotePath } from "../wording.ts";
import { permissionFlags, type Permissions } from "./permissions.ts";
import { coveredSecret } from "./secrets.ts";

/** The verb by which a compiled program becomes a sandbox. */
export const SANDBOX_VERB = "sandbox";

/** What tells it the permissions, as JSON. */
export const PERMISSIONS_VARIABLE = "KOZO_SANDBOX_PERMISSIONS";

/** How a sandbox is started. */
export interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Says how a sandbox is started that has just these permissions.
 *
 * @param secrets files that it must not touch, whatever the permissions say
 */
export type Launcher = (
  permissions: Permissions,
  secrets: readonly string[],
) => Launch;

/** A sandbox of the runtime: the whole process has just these permissions. */
function launchRuntime(
  permissions: Permissions,
  secrets: readonly string[],
): Launch {
  return {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--no-remote",
      // An import must not be a way into the network.
      "--cached-only",
      ...permissionFlags(permissions, secrets),
      import.meta.resolve("./main.ts"),
    ],
    env: {},
  };
}

/**
 * A sandbox of a compiled program, whose permissions were fixed when it was
 * compiled: it gives just these to a Worker, which cannot be denied anything
 * within them.
 *
 * @throws {ModuleError} when it could not be kept from a secret
 */
export function launchCompiled(
  permissions: Permissions,
  secrets: readonly string[],
): Launch {
  const secret = coveredSecret(permissions.read, secrets);
  if (secret !== undefined) {
    throw new ModuleError(
      "Cannot run it in a sandbox: it may read a folder that has the private " +
        `key ${quotePath(secret)} in it; move the key elsewhere`,
    );
  }
  return {
    args: [SANDBOX_VERB],
    env: { [PERMISSIONS_VARIABLE]: JSON.stringify(permissions) },
  };
}

/** A sandbox of this program, whatever it is. */
export const launchSandbox: Launcher = Deno.build.standalone
  ? launchCompiled
  : launchRuntime;
