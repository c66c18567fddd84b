import { isHost, type Target } from "./targets.ts";

/** Where Debian's package libc6-arm64-cross puts the libraries. */
const SYSROOT = "/usr/aarch64-linux-gnu";

/**
 * What runs a target's programs on this machine: nothing is needed for its
 * own, QEMU for another's. Debian has it: qemu-user, libc6-arm64-cross,
 * libgcc-s1-arm64-cross.
 *
 * @returns the command that goes before, or undefined when there is none
 */
export async function findRunner(target: Target): Promise<string | undefined> {
  if (isHost(target)) return "";
  const qemu = `qemu-${target.machine}`;
  const answers = await new Deno.Command(qemu, {
    args: ["-version"],
    stdout: "null",
    stderr: "null",
  }).output().then(({ success }) => success, () => false);
  const hasLibraries = await Deno.stat(`${SYSROOT}/lib/libgcc_s.so.1`)
    .then(() => true, () => false);
  return answers && hasLibraries ? `${qemu} -L ${SYSROOT}` : undefined;
}
