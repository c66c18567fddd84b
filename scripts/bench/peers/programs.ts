import { KozoError } from "kozo";
import { exists } from "../../support/exists.ts";

/** Where programs are; a user's PATH need not have the servers'. */
function folders(): string[] {
  const path = (Deno.env.get("PATH") ?? "").split(":");
  return [...path, "/usr/sbin", "/usr/local/sbin"];
}

/** Programs of others, and the Debian packages that have them. */
const PACKAGES = {
  mosquitto: "mosquitto",
  mosquitto_pub: "mosquitto-clients",
  mosquitto_sub: "mosquitto-clients",
  "nats-server": "nats-server",
  openssl: "openssl",
  ss: "iproute2",
} as const;

/** A program of others that the benchmark runs. */
export type Program = keyof typeof PACKAGES;

/**
 * What to do to have all of some programs.
 *
 * @param where the folders that may have them
 * @returns nothing when they are there
 */
export async function howToInstall(
  programs: readonly Program[],
  where: readonly string[] = folders(),
): Promise<string | undefined> {
  const missing = new Set<string>();
  for (const program of programs) {
    if (await find(program, where) === undefined) {
      missing.add(PACKAGES[program]);
    }
  }
  if (missing.size === 0) return undefined;
  return `apt-get install ${[...missing].join(" ")}`;
}

/** Starts a program that keeps running, and reads what it says of itself. */
export async function startProgram(
  program: Program,
  args: readonly string[],
  cwd: string,
): Promise<Deno.ChildProcess> {
  return new Deno.Command(await find(program) ?? program, {
    args: [...args],
    cwd,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

/**
 * Runs a program that ends by itself.
 *
 * @returns what it prints
 * @throws {KozoError} when it fails
 */
export async function runToEnd(
  program: Program,
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<string> {
  const path = await find(program) ?? program;
  const { success, stdout, stderr } = await new Deno.Command(path, {
    args: [...args],
    cwd,
    signal,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new KozoError(
    `Cannot run "${program} ${args.join(" ")}": ${decoder.decode(stderr)}`,
  );
}

async function find(
  program: string,
  where: readonly string[] = folders(),
): Promise<string | undefined> {
  for (const folder of where) {
    const path = `${folder}/${program}`;
    if (await exists(path)) return path;
  }
  return undefined;
}
