import { dirname } from "node:path";
import { KozoError } from "../../core/errors.ts";
import { exists } from "../support/exists.ts";
import { build, recipeKey } from "./build.ts";
import { withLock } from "./lock.ts";
import { BUILD_NEEDS, complaintOf, RUN_NEEDS } from "./needs.ts";

/** A kind of machine, as Debian calls it. */
export type Architecture = "amd64" | "arm64";

/** What a virtual machine starts from. */
export interface Image {
  readonly architecture: Architecture;
  /** Has the kernel, `vmlinux`, `initrd.img`, and the file system, `root`. */
  readonly folder: string;
}

/**
 * The image of that kind, which is built when there is none by today's recipe.
 * Of several who ask for it at once one builds, and the others wait.
 *
 * @param say takes a line about what takes long
 * @param stop ends the wait and the building
 * @throws {KozoError} when this machine cannot build or run it, with the reason
 */
export async function findImage(
  architecture: Architecture,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<Image> {
  const complaint = await whyNoImage(architecture);
  if (complaint !== undefined) throw new KozoError(complaint);
  const folder = await placeOf(architecture);
  if (await exists(folder)) return { architecture, folder };
  await Deno.mkdir(dirname(folder), { recursive: true });
  await withLock(`${folder}.lock`, stop, async () => {
    if (await exists(folder)) return;
    await build(architecture, folder, say, stop);
  });
  return { architecture, folder };
}

/**
 * Why there can be no machine of that kind here, with the command that mends
 * it; nothing: as far as one can tell without building it there can.
 */
export async function whyNoImage(
  architecture: Architecture,
): Promise<string | undefined> {
  const needs = RUN_NEEDS[architecture];
  const isBuilt = await exists(await placeOf(architecture));
  return await complaintOf(isBuilt ? needs : [...needs, ...BUILD_NEEDS]);
}

/** Where the image by today's recipe is, or would be. */
async function placeOf(architecture: Architecture): Promise<string> {
  return `${cacheFolder()}/${await recipeKey(architecture)}`;
}

/** Where images are kept. */
function cacheFolder(): string {
  const own = Deno.env.get("KOZO_LAB_CACHE");
  if (own) return own;
  const [caches, home] = [Deno.env.get("XDG_CACHE_HOME"), Deno.env.get("HOME")];
  if (caches) return `${caches}/kozo-lab`;
  if (home) return `${home}/.cache/kozo-lab`;
  throw new KozoError(
    "Cannot tell where to build the lab: HOME is not set; set " +
      "KOZO_LAB_CACHE to a folder",
  );
}
