import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { KozoError } from "../../core/errors.ts";
import { quotePath } from "../../core/wording.ts";
import type { Architecture } from "./image.ts";

/** The scripts that build an image. */
const SCRIPTS = fileURLToPath(new URL("build", import.meta.url));

/** The one file of an image that comes from elsewhere. */
const FIRST_PROGRAM = fileURLToPath(
  new URL("guest/reach-root.sh", import.meta.url),
);

/** Seconds that building may take. */
const TIME_LIMIT = 15 * 60;

/** A name that changes with the scripts by which the image is built. */
export async function recipeKey(architecture: Architecture): Promise<string> {
  const hash = createHash("sha256");
  const names = await Array.fromAsync(
    Deno.readDir(SCRIPTS),
    ({ name }) => name,
  );
  for (const name of names.sort()) {
    hash.update(`${name}\n`).update(await Deno.readFile(`${SCRIPTS}/${name}`));
  }
  hash.update(await Deno.readFile(FIRST_PROGRAM));
  return `${architecture}-${hash.digest("hex").slice(0, 16)}`;
}

/**
 * Builds an image beside its final place, and moves it there when it is whole.
 *
 * @throws {KozoError} when that fails, with the last line of its log
 */
export async function build(
  architecture: Architecture,
  folder: string,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<void> {
  say(`building the virtual machine (${architecture}), once, about a minute`);
  const start = performance.now();
  const [begun, log] = [`${folder}.new`, `${folder}.log`];
  await removeTree(begun);
  await Deno.mkdir(begun);
  try {
    await runScripts([architecture, begun], log, stop);
    await Deno.rename(begun, folder);
  } catch (error) {
    await removeTree(begun);
    throw error;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  say(`built in ${seconds} s: ${folder}`);
}

async function runScripts(
  args: readonly string[],
  log: string,
  stop: AbortSignal,
): Promise<void> {
  const { success } = await new Deno.Command("sh", {
    // `timeout` makes a process group of all: Ctrl-C, which reaches that of the
    // terminal, does not get there, and our signal ends the whole of it.
    args: [
      ...["-c", 'exec >"$1" 2>&1; shift; exec timeout --kill-after 5 "$@"'],
      ...["sh", log, String(TIME_LIMIT), `${SCRIPTS}/build.sh`, ...args],
    ],
    env: { LC_ALL: "C", PATH: `${Deno.env.get("PATH")}:/usr/sbin:/sbin` },
    signal: stop,
    stdin: "null",
  }).output();
  stop.throwIfAborted();
  if (success) return;
  const lines = (await Deno.readTextFile(log)).trimEnd().split("\n");
  throw new KozoError(
    `Cannot build the lab: "${lines.at(-1)}"; all of it is in ${
      quotePath(log)
    }`,
  );
}

async function removeTree(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.remove(folder, { recursive: true });
}
