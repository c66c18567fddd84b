import { createHash } from "node:crypto";
import { KozoError } from "../../core/errors.ts";
import { execute } from "./execute.ts";
import { DENO_VERSION, type Target } from "./targets.ts";

/**
 * Fetches Deno for a target as npm has it: a gzipped archive, in which it is
 * `package/deno`. npm takes it from its cache when it is there.
 *
 * @param folder where it is put
 * @throws {KozoError} when it cannot be had, or is not what was expected
 */
export async function fetchRuntime(
  target: Target,
  folder: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const wanted = `${target.package}@${DENO_VERSION}`;
  const printed = await execute(`fetch "${wanted}"`, [
    ...["npm", "pack", "--silent", "--prefer-offline"] as const,
    ...["--pack-destination", folder, wanted],
  ]);
  const file = new TextDecoder().decode(printed).trim();
  const archive = await Deno.readFile(`${folder}/${file}`);
  checkIntegrity(archive, target);
  return archive;
}

/** @throws {KozoError} when it is not the archive that was expected */
export function checkIntegrity(
  archive: Uint8Array,
  { package: name, integrity }: Target,
): void {
  const found = `sha512-${
    createHash("sha512").update(archive).digest("base64")
  }`;
  if (found === integrity) return;
  throw new KozoError(
    `Cannot use "${name}@${DENO_VERSION}" from npm: its hash is "${found}", ` +
      `expected "${integrity}"; try again, and do not use what you were given`,
  );
}
