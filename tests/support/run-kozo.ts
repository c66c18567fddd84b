import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";
import { PATIENCE } from "./patience.ts";

/** What keeps root, as any other user, from what a file's mode forbids. */
const SETPRIV = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];

/** What became of a run of the program. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the program to its end.
 *
 * @param folder where it runs
 * @param wrapper a command that runs the command which follows it
 * @param permissions what the program may do
 */
export async function runKozo(
  folder: string,
  args: readonly string[],
  wrapper: readonly string[] = [],
  permissions: readonly string[] = ["-A"],
): Promise<Outcome> {
  const program = [Deno.execPath(), "run", "--quiet", ...permissions];
  const main = `${ROOT}/main.ts`;
  const [command = "", ...rest] = [...wrapper, ...program, main, ...args];
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE * 1000);
  try {
    const { code, stdout, stderr } = await new Deno.Command(command, {
      args: rest,
      cwd: folder,
      env: { NO_COLOR: "1", KOZO_RUNTIME_DIR: `${folder}/run` },
      stdin: "null",
      signal: late.signal,
    }).output();
    const decoder = new TextDecoder();
    return {
      code,
      stdout: decoder.decode(stdout),
      stderr: decoder.decode(stderr),
    };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs the node `clock` of `config.yml`, which cannot start, and gives the one
 * line that says why.
 *
 * @param folder where the configuration is
 * @param code the exit code that is expected
 */
export async function refusal(
  folder: string,
  code: number,
  wrapper: readonly string[] = [],
): Promise<string> {
  const args = ["run", "config.yml", "clock"];
  return onlyLine(await runKozo(folder, args, wrapper), code);
}

/** The one line that a run has printed, all of it on standard error. */
export function onlyLine(outcome: Outcome, code: number): string {
  assert.equal(outcome.code, code, outcome.stderr);
  assert.equal(outcome.stdout, "");
  const [line = "", ...rest] = outcome.stderr.split("\n");
  assert.deepEqual(rest, [""], `Expected one line:\n${outcome.stderr}`);
  return line;
}

/**
 * The wrapper that makes a file's mode count, or nothing where there is none:
 * root may otherwise read and write what it likes.
 */
export async function mortalWrapper(): Promise<readonly string[] | undefined> {
  if (Deno.uid() !== 0) return [];
  const [command = "", ...args] = SETPRIV;
  try {
    const { success } = await new Deno.Command(command, {
      args: [...args, "true"],
    }).output();
    return success ? SETPRIV : undefined;
  } catch {
    return undefined;
  }
}
