import process from "node:process";

/** CPU time that this process has used so far, user's and system's, in µs. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
