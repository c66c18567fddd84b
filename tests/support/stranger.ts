/** Whether a command of this machine can be run. */
export async function canRun(
  command: string,
  ...args: readonly string[]
): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(command, {
      args: [...args],
      stdin: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

/** Options that make `ssh` ask nothing, and use and leave no file of the user. */
const ALOOF = [
  ...["-F", "none", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30"],
  ...["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"],
  ...["-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"],
];

/**
 * Tries to get into a node with OpenSSH.
 *
 * @param port the node's port on this machine
 * @param user who the stranger claims to be
 * @param key the file of the stranger's private key, if there is one
 * @returns what `ssh` complains about
 */
export async function sshAsStranger(
  port: number,
  user: string,
  key?: string,
): Promise<string> {
  const identity = key === undefined
    ? ["-o", "PubkeyAuthentication=no"]
    : ["-i", key];
  const { stderr } = await new Deno.Command("ssh", {
    args: [...ALOOF, ...identity, "-p", `${port}`, `${user}@127.0.0.1`, "true"],
    stdin: "null",
  }).output();
  return new TextDecoder().decode(stderr);
}
