import assert from "node:assert/strict";

/** Runs a test's work in a folder of its own, and removes that. */
export async function inFolder(
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs `ssh-keygen` and returns what it prints. */
export async function sshKeygen(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("ssh-keygen", {
    args,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout);
}

/** Whether this machine has OpenSSH. */
export async function hasSshKeygen(): Promise<boolean> {
  try {
    await new Deno.Command("ssh-keygen", { args: ["-?"], stdin: "null" })
      .output();
    return true;
  } catch {
    return false;
  }
}

/** Writes a private key as `ssh-keygen` does: for its owner only. */
export async function writeKey(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(path, text, { mode: 0o600 });
}
