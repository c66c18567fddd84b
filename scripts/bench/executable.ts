import { exists } from "../support/exists.ts";
import { ROOT } from "../support/root.ts";

/** Where the executable for this machine is, if it was built. */
export async function ownExecutable(): Promise<string | undefined> {
  const file = `${ROOT}/dist/kozo-${Deno.build.target}`;
  return await exists(file) ? file : undefined;
}
