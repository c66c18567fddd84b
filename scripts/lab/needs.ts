import { exists } from "../support/exists.ts";
import type { Architecture } from "./image.ts";

/** Something that the lab uses: a program or a file, and who has it. */
interface Need {
  /** A program's name, or an absolute path. */
  readonly what: string;
  /** Debian's package. */
  readonly package: string;
}

/** What running a virtual machine takes. */
export const RUN_NEEDS: Readonly<Record<Architecture, readonly Need[]>> = {
  amd64: [{ what: "qemu-system-x86_64", package: "qemu-system-x86" }],
  arm64: [{ what: "qemu-system-aarch64", package: "qemu-system-arm" }],
};

/** What building one takes besides. */
export const BUILD_NEEDS: readonly Need[] = [
  { what: "apt-get", package: "apt" },
  { what: "bash", package: "bash" },
  { what: "cpio", package: "cpio" },
  { what: "gcc-12", package: "gcc-12" },
  { what: "make", package: "make" },
  { what: "modprobe", package: "kmod" },
  { what: "xz", package: "xz-utils" },
  { what: "zstd", package: "zstd" },
  { what: "/usr/include/stdio.h", package: "libc6-dev" },
  { what: "/usr/lib/x86_64-linux-gnu/libelf.so.1", package: "libelf1" },
];

/**
 * Says what is missing, and the command that gets it.
 *
 * @returns nothing when nothing is
 */
export async function complaintOf(
  needs: readonly Need[],
): Promise<string | undefined> {
  if (Deno.build.arch !== "x86_64") {
    return `Cannot run the lab: it is for x86_64, and this machine is ` +
      `"${Deno.build.arch}"`;
  }
  const missing: Need[] = [];
  for (const need of needs) if (!await isThere(need)) missing.push(need);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ what }) => `"${what}"`).join(", ");
  const packages = missing.map((need) => need.package).join(" ");
  return `Cannot run the lab: there is no ${names}; run "apt-get ` +
    `install --no-install-recommends ${packages}"`;
}

async function isThere({ what }: Need): Promise<boolean> {
  if (what.startsWith("/")) return await exists(what);
  const folders = [
    ...(Deno.env.get("PATH") ?? "").split(":"),
    "/usr/sbin",
    "/sbin",
  ];
  for (const folder of folders) {
    if (await exists(`${folder}/${what}`)) return true;
  }
  return false;
}
