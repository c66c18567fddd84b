import assert from "node:assert/strict";
import { dirname } from "node:path";
import { ROOT } from "../../scripts/support/root.ts";
import { documented } from "../docs/documented.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { eventually } from "../support/eventually.ts";
import { labTest } from "./lab-test.ts";

/** The script behind `deno task lab`. */
function lab(args: readonly string[], env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", `${ROOT}/scripts/lab.ts`, ...args],
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Types a command in the project's folder. The lab limits its time. */
async function type(command: string): Promise<string> {
  const path = `${dirname(Deno.execPath())}:${Deno.env.get("PATH")}`;
  const { success, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", command],
    cwd: ROOT,
    env: { PATH: path },
    stdin: "null",
  }).output();
  assert.ok(success, `${command}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** The numbers of the machines that a process has started. */
async function machinesOf(pid: number): Promise<string[]> {
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = (await Deno.readTextFile(path)).trim().split(" ");
  return children.filter((child) => nameOf(child).startsWith("qemu"));
}

/** The name of a process; of one that is gone: nothing. */
function nameOf(pid: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/comm`);
  } catch {
    return "";
  }
}

/** Whether a process is there, and has not ended. */
function isThere(pid: string): boolean {
  try {
    return !/^State:\tZ/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

for (const [signal, code] of [["SIGINT", 130], ["SIGKILL", 137]] as const) {
  await labTest(
    "amd64",
    `deno task lab leaves no machine behind after ${signal}`,
    () =>
      withFolder(async (folder) => {
        // What a killed program leaves behind, goes with the folder.
        const env = { TMPDIR: folder };
        const child = lab(["--", "sleep", "1000"], env).spawn();
        let machines: string[] = [];
        await eventually(
          async () => (machines = await machinesOf(child.pid)).length > 0,
          () => "There is no machine",
        );
        child.kill(signal);
        assert.equal((await child.output()).code, code);
        await eventually(
          () => !machines.some(isThere),
          () => `${machines} go on`,
        );
      }),
  );
}

await labTest(
  "amd64",
  "deno task lab has Deno and the folder it is typed in, and passes its exit code on",
  async () => {
    await withFolder(async (folder) => {
      await Deno.writeTextFile(
        `${folder}/sum.ts`,
        "console.log(Deno.cwd(), 1 + 1); Deno.exit(3);",
      );
      const command = ["--", "deno", "run", "--no-check", "sum.ts"];
      const { code, stdout } = await lab(command, { INIT_CWD: folder })
        .output();
      assert.equal(new TextDecoder().decode(stdout), `${folder} 2\n`);
      assert.equal(code, 3);
    });
  },
);

await labTest(
  "amd64",
  "The commands of hardware.md show what the machine has",
  async () => {
    const bare = documented("deno task lab -- uname -a");
    assert.match(await type(bare.join(" ")), /^Linux lab 6\.12/m);
    const furnished = documented(
      "deno task lab --gpio 4 --bt 2 -- sh -c 'ls $KOZO_LAB_GPIO; hcitool dev'",
    );
    const output = await type(furnished.join(" "));
    assert.match(output, /sim_gpio3\n[^]*\thci1\t00:AA:01:01:00:01/);
  },
);

Deno.test("deno task lab says in one line which packages it needs", async () => {
  await withFolder(async (folder) => {
    const { code, stderr } = await lab(["--", "true"], {
      PATH: folder,
      KOZO_LAB_CACHE: `${folder}/cache`,
    }).output();
    const line = new TextDecoder().decode(stderr);
    if (Deno.build.arch === "x86_64") {
      assert.match(
        line,
        /^Cannot run the lab: there is no "qemu-system-x86_64", "apt-get", .*; run "apt-get install --no-install-recommends qemu-system-x86 apt [^"]+"\n$/,
      );
    }
    assert.match(line, /^Cannot run the lab: .*\n$/);
    assert.equal(code, 1);
  });
});
