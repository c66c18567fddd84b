import assert from "node:assert/strict";
import { denoCompile } from "../../scripts/compile/deno-compile.ts";
import { DIST } from "../../scripts/compile/build.ts";
import { findRunner } from "../../scripts/compile/emulator.ts";
import { checkIntegrity } from "../../scripts/compile/runtime.ts";
import {
  DENO_VERSION,
  isHost,
  TARGETS,
} from "../../scripts/compile/targets.ts";
import { commandOf, tryNetwork } from "../../scripts/compile/try-out.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { documentedTask } from "../docs/documented.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { eventually } from "../support/eventually.ts";
import { mustRun } from "./executables.ts";
import { hostTarget } from "./fake.ts";

const runners = await Promise.all(TARGETS.map(findRunner));
const hasEmulator = !runners.includes(undefined);

/** A test that says why it is skipped where it cannot be run. */
function test(name: string, fn: () => Promise<void>): void {
  const reason = hasEmulator ? "" : " (skipped: there is no QEMU for others)";
  Deno.test({ name: name + reason, ignore: !hasEmulator, fn });
}

const COMPILE = documentedTask("deno task compile");

/** Runs the compiler as a user would. */
function compile(...args: readonly string[]): Promise<string> {
  return mustRun("env", "-C", ROOT, Deno.execPath(), ...args);
}

function executableFor(name: string): string {
  return `${DIST}/kozo-${name}`;
}

/** Hashes an executable, for two of 40 MB are no sight when they differ. */
async function hashOf(file: string): Promise<string> {
  return (await mustRun("sha256sum", file)).slice(0, 64);
}

Deno.test("deno task compile builds the same executable twice, and it runs", async () => {
  const file = executableFor(Deno.build.target);
  const output = await compile(...COMPILE);
  assert.ok(output.includes(file), output);
  assert.match(output, /: it runs\n$/);
  const first = await hashOf(file);
  await compile(...COMPILE, "--no-try");
  assert.equal(await hashOf(file), first);
});

test("deno task compile --all builds for other machines, too, and nodes of all of them hear each other", () =>
  withFolder(async (folder) => {
    const output = await compile(...documentedTask("deno task compile --all"));
    for (const { name } of TARGETS) {
      assert.match(output, new RegExp(`/kozo-${name} \\(.*: it runs$`, "m"));
    }
    const programs = TARGETS.map(({ name }, i) =>
      commandOf(
        { file: executableFor(name), runner: runners[i] ?? "" },
        folder,
      )
    );
    const { signal } = new AbortController();
    await tryNetwork(programs, `${folder}/network`, signal);
  }));

Deno.test("deno task compile --help names its options", async () => {
  const help = await compile(...COMPILE, "--help");
  for (const option of ["--target", "--all", "--no-try"]) {
    assert.ok(help.includes(option), help);
  }
});

/** Tries to compile by a Deno that is a script. */
async function compileBy(script: string): Promise<boolean> {
  let result = false;
  await withFolder(async (folder) => {
    const deno = `${folder}/deno`;
    await Deno.writeTextFile(deno, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    result = await denoCompile(`${folder}/kozo`, hostTarget(), folder, deno);
  });
  return result;
}

Deno.test("What deno compile has built is taken", async () => {
  assert.equal(await compileBy("exit 0"), true);
});

Deno.test("Without Deno's runtime part another form is built", async () => {
  const complaint = "error: Setting up base binary. dns error";
  assert.equal(await compileBy(`echo '${complaint}' >&2; exit 1`), false);
});

Deno.test("Any other failure of deno compile is one of ours", async () => {
  await assert.rejects(
    compileBy("echo 'error: a syntax error' >&2; exit 1"),
    /^KozoError: Cannot compile for \S+: error: a syntax error$/,
  );
});

Deno.test("Another Deno than the one that is expected is not built in", () => {
  for (const target of TARGETS) {
    assert.throws(
      () => checkIntegrity(new Uint8Array(3), target),
      /Cannot use "@deno\/linux-.*" from npm: its hash is "sha512-.*", expected "sha512-/,
    );
  }
});

Deno.test("The Deno inside is the one that .ci/run and the README name", async () => {
  const ci = await Deno.readTextFile(`${ROOT}/.ci/run`);
  assert.ok(ci.includes(`DENO_VERSION=${DENO_VERSION}\n`));
  assert.ok(TARGETS.some(isHost), "this machine is none of the targets");
});

Deno.test("deno task compile that is stopped ends the nodes that it tries, and leaves no files", () =>
  withFolder(async (folder) => {
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", `${ROOT}/scripts/compile.ts`],
      env: { TMPDIR: folder },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await eventually(
      async () => (await commandsNaming(folder)).length >= 2,
      () => "It tries nothing",
      120,
    );
    process.kill("SIGTERM");
    assert.equal((await process.status).code, 130);
    assert.deepEqual(await commandsNaming(folder), []);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  }));

/** The commands of the nodes that run somewhere in a folder. */
async function commandsNaming(folder: string): Promise<string[]> {
  const commands: string[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const words = await Deno.readTextFile(`/proc/${name}/cmdline`)
      .catch(() => "");
    if (words.includes(folder) && words.includes("config.yml")) {
      commands.push(words.replaceAll("\0", " "));
    }
  }
  return commands;
}
