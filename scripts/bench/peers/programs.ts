import { KozoError } from "kozo";
import { exists } from "../../support/exists.ts";

/** Where Debian has what is written in Python. */
const PYTHON_FOLDER = "/usr/lib/python3/dist-packages";

/**
 * Where programs are; a user's PATH need not have the servers', and may
 * have another Python than Debian's first.
 */
function folders(): string[] {
  const path = (Deno.env.get("PATH") ?? "").split(":");
  return ["/usr/bin", ...path, "/usr/sbin", "/usr/local/sbin", PYTHON_FOLDER];
}

/** Programs of others, and the Debian packages that have them. */
const PACKAGES = {
  mosquitto: "mosquitto",
  mosquitto_pub: "mosquitto-clients",
  mosquitto_sub: "mosquitto-clients",
  "nats-server": "nats-server",
  openssl: "openssl",
  sh: "dash",
  python3: "python3",
  ss: "iproute2",
  zmq: "python3-zmq",
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

/**
 * Starts a program that keeps running.
 *
 * @param output what of its output can be read; the rest goes nowhere
 */
export async function startProgram(
  program: Program,
  args: readonly string[],
  cwd: string,
  output: "stdout" | "stderr",
): Promise<Deno.ChildProcess> {
  return new Deno.Command(await find(program) ?? program, {
    args: [...args],
    cwd,
    stdin: "null",
    stdout: "null",
    stderr: "null",
    [output]: "piped",
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
