import { debugOneOfThree } from "../support/debugged-network.ts";
import { withExecutable } from "./executables.ts";

/** Runs the executable instead of the Deno that would run the sources. */
const INSTEAD = 'shift 5; exec "$0" "$@"';

Deno.test("The executable is debugged as the sources are", async () => {
  await withExecutable(async ({ folder, file }) => {
    const cache = `KOZO_CACHE=${folder}/cache`;
    await debugOneOfThree(["env", cache, "sh", "-c", INSTEAD, file]);
  });
});
