import { userInfo } from "node:os";

/** The bits of a file's mode by which its group may read and write it. */
const GROUP_MAY = 0o060;

/** The group whose members may use a device, unless that is root's own. */
export function groupOf(path: string): string | undefined {
  try {
    const { gid, mode } = Deno.statSync(path);
    if (gid === null || mode === null) return undefined;
    if (gid === 0 || (mode & GROUP_MAY) !== GROUP_MAY) return undefined;
    return nameOf(gid);
  } catch {
    return undefined;
  }
}

function nameOf(gid: number): string | undefined {
  return Deno.readTextFileSync("/etc/group").split("\n")
    .map((line) => line.split(":"))
    .find(([, , number]) => number === String(gid))?.[0];
}

/** What lets this program's user do what a group may. */
export function howToJoin(group: string): string {
  return `run "sudo usermod -aG ${group} ${userName()}", and start the node ` +
    "from a new login";
}

/** The name of this program's user, or what a shell makes of it. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "$(id -un)";
  }
}
