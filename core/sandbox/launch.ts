import { permissionFlags, type Permissions } from "./permissions.ts";

/** The verb by which a compiled program becomes a sandbox. */
export const SANDBOX_VERB = "sandbox";

/** What tells it the permissions, as JSON. */
export const PERMISSIONS_VARIABLE = "KOZO_SANDBOX_PERMISSIONS";

/** How a sandbox is started. */
export interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A sandbox of the runtime: the whole process has just these permissions. */
export function launchRuntime(permissions: Permissions): Launch {
  return {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--no-remote",
      // An import must not be a way into the network.
      "--cached-only",
      ...permissionFlags(permissions),
      new URL("main.ts", import.meta.url).href,
    ],
    env: {},
  };
}

/**
 * A sandbox of a compiled program, whose permissions were fixed when it was
 * compiled: it gives just these to a Worker.
 */
export function launchCompiled(permissions: Permissions): Launch {
  return {
    args: [SANDBOX_VERB],
    env: { [PERMISSIONS_VARIABLE]: JSON.stringify(permissions) },
  };
}

/** A sandbox of this program, whatever it is. */
export const launchSandbox: (permissions: Permissions) => Launch =
  Deno.build.standalone ? launchCompiled : launchRuntime;
