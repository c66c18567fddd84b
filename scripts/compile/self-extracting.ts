import { createHash } from "node:crypto";
import { VERSION } from "../../core/version.ts";
import { execute } from "./execute.ts";
import type { Target } from "./targets.ts";

const LAUNCHER = new URL("launcher.sh", import.meta.url);

/** Hexadecimal digits that tell one build from another. */
const KEY_LENGTH = 16;

/** Makes the same bytes of the same files, wherever and whenever. */
const REPRODUCIBLE = [
  ...["--format=ustar", "--sort=name", "--mtime=@0", "--mode=u=rwX,go=rX"],
  ...["--owner=0", "--group=0", "--numeric-owner"],
];

/**
 * Writes an executable that is a shell script with two archives behind it, and
 * unpacks itself when it is first started.
 *
 * @param staged the folder "app", as it is to be unpacked
 * @param runtime Deno's archive
 */
export async function writeSelfExtracting(
  file: string,
  target: Target,
  staged: string,
  runtime: Uint8Array,
): Promise<void> {
  const app = await pack(staged);
  const launcher = await makeLauncher(target, runtime, app);
  await Deno.remove(file).catch(() => {});
  using output = await Deno.open(file, {
    createNew: true,
    write: true,
    mode: 0o755,
  });
  for (const part of [launcher, runtime, app]) await writeAll(output, part);
}

async function pack(staged: string): Promise<Uint8Array> {
  const archive = `${staged}.tar`;
  await execute("pack the program", [
    ...["tar", ...REPRODUCIBLE, "-cf", archive, "-C", staged] as const,
    ...["--transform=s,^\\.,app,", "."],
  ]);
  return await execute("compress the program", ["gzip", "-9nc", archive]);
}

async function makeLauncher(
  target: Target,
  runtime: Uint8Array,
  app: Uint8Array,
): Promise<Uint8Array> {
  const template = await Deno.readTextFile(LAUNCHER);
  const key = createHash("sha256").update(template).update(runtime).update(app)
    .digest("hex").slice(0, KEY_LENGTH);
  const values: Readonly<Record<string, string | number>> = {
    VERSION,
    TARGET: target.name,
    MACHINE: target.machine,
    KEY: `${VERSION}-${key}`,
    RUNTIME_SIZE: runtime.length,
    APP_SIZE: app.length,
  };
  const text = template.replace(
    /@([A-Z_]+)@/g,
    (gap, name) => String(values[name] ?? gap),
  );
  return withOwnSize(text);
}

/** Fills in how long it is itself: as many digits as there are signs now. */
function withOwnSize(text: string): Uint8Array {
  const size = new TextEncoder().encode(text).length;
  return new TextEncoder().encode(
    text.replace("@SKIP@", String(size).padEnd("@SKIP@".length)),
  );
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}
