/** What became of a program. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A script of this folder as a command. */
export function scriptCommand(
  script: string,
  ...args: readonly string[]
): Deno.Command {
  const path = new URL(script, import.meta.url).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", path, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  });
}

/** Runs a script of this folder to its end. */
export async function runScript(
  script: string,
  ...args: readonly string[]
): Promise<Outcome> {
  const { code, stdout, stderr } = await scriptCommand(script, ...args)
    .output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}
