/** How a program is started. */
export interface ChildOptions {
  readonly cwd?: string;
  /** What becomes of its complaints. Default: nothing. */
  readonly stderr?: "piped" | "null";
}

/** Starts a program that dies with this one, however that ends. */
export function startChild(
  command: readonly string[],
  { stderr = "null", ...options }: ChildOptions = {},
): Deno.ChildProcess {
  return new Deno.Command("setpriv", {
    args: ["--pdeathsig", "KILL", ...command],
    ...options,
    // Ctrl-C reaches this process alone.
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr,
  }).spawn();
}
