import { KozoError } from "../../core/errors.ts";
import type { Target } from "./targets.ts";

/** What Deno says when it has not got the part that runs a program. */
const NO_RUNTIME_PART = /denort|Setting up base binary/;

/**
 * Builds by `deno compile`.
 *
 * @param staged what to build from
 * @param deno the Deno that builds
 * @returns false when Deno's runtime part cannot be had, as without a network
 * @throws {KozoError} when it fails for another reason
 */
export async function denoCompile(
  file: string,
  target: Target,
  staged: string,
  deno: string = Deno.execPath(),
): Promise<boolean> {
  const { success, stderr } = await new Deno.Command(deno, {
    args: [
      ...[
        "compile",
        "--quiet",
        "--allow-all",
        "--no-prompt",
        "--no-check",
        "--no-lock",
      ],
      ...["--no-remote", "--no-npm", "--no-code-cache"],
      ...["--config", `${staged}/deno.json`, "--target", target.name],
      ...["--include", staged, "--output", file, `${staged}/main.js`],
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
  }).output();
  if (success) return true;
  const complaint = new TextDecoder().decode(stderr).trim();
  if (NO_RUNTIME_PART.test(complaint)) return false;
  throw new KozoError(`Cannot compile for ${target.name}: ${complaint}`);
}
