import { withFolder } from "../scripts/temporary-folder.ts";
import { writeSelfExtracting } from "../../scripts/compile/self-extracting.ts";
import { isHost, type Target, TARGETS } from "../../scripts/compile/targets.ts";

/** What became of a start. */
export interface Started {
  readonly pid: number;
  readonly code: number;
  readonly output: string;
}

/** A self-extracting file whose Deno is a script: small, and so is its start. */
export class FakeExecutable {
  /** A folder for whatever a test needs. */
  readonly folder: string;
  readonly file: string;

  private constructor(folder: string, name: string) {
    this.folder = folder;
    this.file = `${folder}/${name}`;
  }

  /** Makes one whose Deno runs `script`, and removes it after the work. */
  static with(
    script: string,
    work: (fake: FakeExecutable) => Promise<void>,
    target: Target = hostTarget(),
  ): Promise<void> {
    return withFolder(async (folder) => {
      const fake = new FakeExecutable(folder, "kozo");
      await fake.write(script, target);
      await work(fake);
    });
  }

  /** The folder it unpacks into. */
  get cache(): string {
    return `${this.folder}/cache`;
  }

  /** Writes it anew, as another version would be. */
  async write(script: string, target: Target = hostTarget()): Promise<void> {
    const staged = `${this.folder}/staged`;
    await Deno.mkdir(`${this.folder}/package`, { recursive: true });
    await Deno.mkdir(staged, { recursive: true });
    await Deno.writeTextFile(`${staged}/main.ts`, "");
    await Deno.writeTextFile(
      `${this.folder}/package/deno`,
      `#!/bin/sh\n[ "$1" = --version ] && exit\n${script}\n`,
      { mode: 0o755 },
    );
    const { stdout } = await new Deno.Command("tar", {
      args: ["--mtime=@0", "-czf", "-", "-C", this.folder, "package"],
    }).output();
    await writeSelfExtracting(this.file, target, staged, stdout);
  }

  /** The versions that are unpacked, and what else is in the cache. */
  async unpacked(): Promise<string[]> {
    return await Array.fromAsync(Deno.readDir(this.cache), ({ name }) => name);
  }

  /** Starts it, by whatever the prefix says, and waits for its end. */
  async start(
    args: readonly string[] = [],
    prefix: readonly string[] = [],
    env: Readonly<Record<string, string>> = { KOZO_CACHE: this.cache },
  ): Promise<Started> {
    const [program, ...rest] = [...prefix, this.file, ...args] as [string];
    const child = new Deno.Command(program, {
      args: rest,
      env: { PATH: Deno.env.get("PATH") ?? "", ...env },
      clearEnv: true,
      cwd: this.folder,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const { code, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    const output = decoder.decode(stdout) + decoder.decode(stderr);
    return { pid: child.pid, code, output };
  }
}

/** The kind of machine that this is. */
export function hostTarget(): Target {
  const target = TARGETS.find(isHost);
  if (target === undefined) throw new Error("Kōzō is not for this machine");
  return target;
}
