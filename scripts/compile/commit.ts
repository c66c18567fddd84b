import { ROOT } from "../support/root.ts";

/** The commit that the work tree is of; nothing where git does not know it. */
export function headCommit(): Promise<string | null> {
  return git("rev-parse", "HEAD");
}

/** The commit of a work tree that has nothing else in it, if it is one. */
export async function currentCommit(): Promise<string | null> {
  return await git("status", "--porcelain") === "" ? await headCommit() : null;
}

/** What git prints; nothing when it fails. */
async function git(...args: string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["-C", ROOT, ...args],
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch {
    // There is no git here.
    return null;
  }
}
