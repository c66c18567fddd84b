/**
 * `deno task types`: makes `core/types/kozo.d.ts` anew, by which editors know
 * what modules import as `"kozo"`.
 *
 * @module
 */
import { DECLARATIONS, makeDeclarations } from "./types/declarations.ts";
import { runScript } from "./support/main.ts";

await runScript(async () => {
  await Deno.writeTextFile(DECLARATIONS, await makeDeclarations());
  return 0;
});
