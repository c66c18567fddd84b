import { rename } from "node:fs/promises";
import { ROOT } from "../support/root.ts";
import { currentCommit } from "./commit.ts";
import { denoCompile } from "./deno-compile.ts";
import { fetchRuntime } from "./runtime.ts";
import { writeSelfExtracting } from "./self-extracting.ts";
import { stage } from "./stage.ts";
import type { Target } from "./targets.ts";

/** What was built, and how. */
export interface Build {
  readonly file: string;
  readonly form: "compiled" | "self-extracting";
}

/** Where executables are put. */
export const DIST: string = `${ROOT}/dist`;

/**
 * Builds the executable for a target: by `deno compile` where its runtime part
 * can be had, else the self-extracting form.
 *
 * @param folder an empty folder for what lies between
 * @throws {KozoError} when neither can be built
 */
export async function build(target: Target, folder: string): Promise<Build> {
  const file = `${DIST}/kozo-${target.name}`;
  const commit = await currentCommit();
  await Deno.mkdir(DIST, { recursive: true });

  const compiled = `${folder}/compiled`;
  await stage(compiled, "compiled", commit);
  if (await denoCompile(`${folder}/kozo`, target, compiled)) {
    await rename(`${folder}/kozo`, file);
    return { file, form: "compiled" };
  }
  const staged = `${folder}/app`;
  await stage(staged, "self-extracting", commit);
  const runtime = await fetchRuntime(target, folder);
  await writeSelfExtracting(file, target, staged, runtime);
  return { file, form: "self-extracting" };
}
