import assert from "node:assert/strict";
import { stage } from "../../scripts/compile/stage.ts";
import { fetchRuntime } from "../../scripts/compile/runtime.ts";
import { writeSelfExtracting } from "../../scripts/compile/self-extracting.ts";
import type { Target } from "../../scripts/compile/targets.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { hostTarget } from "./fake.ts";

/** What became of a program. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A self-extracting executable, and a folder to play in. */
export interface Executable {
  readonly folder: string;
  readonly file: string;
  /** Runs it to its end, with nothing in its environment but these. */
  run(args: readonly string[], prefix?: readonly string[]): Promise<Outcome>;
}

/**
 * Builds the executable and runs a test's work with it.
 *
 * @param change what is done to the program's parts before
 * @param target what kind of machine it is for, if not for this one
 */
export function withExecutable(
  work: (executable: Executable) => Promise<void>,
  change: (staged: string) => Promise<void> = () => Promise.resolve(),
  target: Target = hostTarget(),
): Promise<void> {
  return withFolder(async (folder) => {
    const staged = `${folder}/app`;
    await stage(staged, "self-extracting", null);
    await change(staged);
    const runtime = await fetchRuntime(target, folder);
    const file = `${folder}/kozo`;
    await writeSelfExtracting(file, target, staged, runtime);
    await Deno.mkdir(`${folder}/home`);
    await work({
      folder,
      file,
      run: (args, prefix = []) =>
        runProgram([...prefix, file, ...args], `${folder}/home`),
    });
  });
}

async function runProgram(
  [program = "", ...args]: readonly string[],
  home: string,
): Promise<Outcome> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      HOME: home,
      KOZO_RUNTIME_DIR: `${home}/run`,
      NO_COLOR: "1",
    },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

/** Runs a command whose success a test needs. */
export async function mustRun(...argv: readonly string[]): Promise<string> {
  const [program = "", ...args] = argv;
  const { success, stdout, stderr } = await new Deno.Command(program, { args })
    .output();
  const output = new TextDecoder().decode(stdout) +
    new TextDecoder().decode(stderr);
  assert.ok(success, `${argv.join(" ")}: ${output}`);
  return output;
}

/** Whether a program is there. */
export async function has(program: string): Promise<boolean> {
  return await new Deno.Command("which", { args: [program], stdout: "null" })
    .output().then(({ success }) => success, () => false);
}
