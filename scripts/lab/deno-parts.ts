import { dirname } from "node:path";
import type { MachineOptions, Mount } from "./machine-options.ts";

/** What Deno needs in a machine: itself, and its cache. */
export interface DenoParts {
  readonly mounts: readonly Mount[];
  readonly environment: Readonly<Record<string, string>>;
}

/** This machine's Deno, in `/opt/deno`, with all that it has cached. */
export async function denoParts(): Promise<DenoParts> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-config"],
    stdin: "null",
  }).output();
  const { denoDir }: { denoDir: string } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  return {
    mounts: [
      { folder: dirname(Deno.execPath()), at: "/opt/deno", isShared: false },
      { folder: denoDir, isShared: false },
    ],
    environment: { DENO_DIR: denoDir, DENO_NO_UPDATE_CHECK: "1" },
  };
}

/** A machine with Deno besides what it has. */
export function withDeno(
  options: MachineOptions,
  { mounts, environment }: DenoParts,
): MachineOptions {
  return {
    ...options,
    mounts: [...options.mounts, ...mounts],
    environment: { ...environment, ...options.environment },
  };
}
