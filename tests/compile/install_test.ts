import assert from "node:assert/strict";
import { dirname } from "node:path";
import { ROOT } from "../../scripts/support/root.ts";
import { NetworkFolder } from "../../scripts/testnet/network-folder.ts";
import { Template } from "../../scripts/testnet/template.ts";
import { documented } from "../docs/documented.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import {
  type Executable,
  has,
  mustRun,
  withExecutable,
} from "./executables.ts";

const LOCALNET = `${ROOT}/scripts/testnets/localnet.yml`;
const INSTALL = `${ROOT}/scripts/install.sh`;

/** Places that an installation changes, as a private copy of each. */
const OVERLAYS = ["/etc", "/usr/local", "/var/lib"];

const mayMount = await new Deno.Command("unshare", {
  args: ["--mount", "true"],
  stderr: "null",
}).output().then(({ success }) => success, () => false);

async function makeConfig(folder: string): Promise<string> {
  const template = await Template.read("localnet");
  return (await NetworkFolder.make(`${folder}/network`, template)).config;
}

/** A folder with what README.md has copied to the device of `clock`. */
async function makeDesk(folder: string, executable: string): Promise<string> {
  const localnet = await Deno.readTextFile(LOCALNET);
  const template = new Template(localnet.replaceAll("node1", "clock"));
  const { path, keys } = await NetworkFolder.make(`${folder}/desk`, template);
  // Whatever machine it is for: this one has to run it.
  await Deno.rename(executable, `${path}/kozo-aarch64-unknown-linux-gnu`);
  await Deno.copyFile(INSTALL, `${path}/install.sh`);
  await Deno.rename(`${keys}/clock`, `${path}/clock.key`);
  return path;
}

/** What files are, as `MODE OWNER:GROUP PATH`. */
function listing(...paths: readonly string[]): string {
  return `stat -c '%a %U:%G %n' ${paths.join(" ")}`;
}

async function installBelow(
  { folder, file }: Executable,
  config: string,
): Promise<string> {
  await Deno.mkdir(`${folder}/device`, { recursive: true });
  return await mustRun(
    ...["sh", INSTALL, "--prefix", `${folder}/device`, file, config, "node1"],
    `${dirname(config)}/keys/node1`,
  );
}

Deno.test("install.sh puts all files below a folder; run again it keeps the configuration", async () => {
  await withExecutable(async (executable) => {
    const config = await makeConfig(executable.folder);
    await installBelow(executable, config);
    const device = `${executable.folder}/device`;
    const unit = await Deno.readTextFile(
      `${device}/etc/systemd/system/kozo.service`,
    );
    assert.match(
      unit,
      /^ExecStart=\/usr\/local\/bin\/kozo run \/etc\/kozo\/config.yml node1$/m,
    );
    assert.match(
      unit,
      /^ExecReload=\/usr\/local\/bin\/kozo reload --node node1$/m,
    );
    assert.match(unit, /^RuntimeDirectory=kozo$/m);
    const { mode } = await Deno.stat(`${device}/etc/kozo/config.yml`);
    assert.equal((mode ?? 0) & 0o777, 0o640);
    assert.ok((await Deno.stat(`${device}/var/lib/kozo`)).isDirectory);
    const key = await Deno.stat(`${device}/etc/kozo/node1`);
    assert.equal((key.mode ?? 0) & 0o777, 0o600);

    await Deno.writeTextFile(config, "\n# changed\n", { append: true });
    const said = await installBelow(executable, config);
    assert.match(said, /^Kept \/etc\/kozo\/config.yml, which differs/m);
    const kept = await Deno.readTextFile(`${device}/etc/kozo/config.yml`);
    assert.doesNotMatch(kept, /# changed/);
  });
});

const notRoot = mayMount ? "" : " (skipped: only root may mount)";

Deno.test({
  name:
    `install.sh as root makes a user, who alone gets at what is kozo's${notRoot}`,
  ignore: !mayMount,
  fn: () =>
    withExecutable(async ({ folder, file }) => {
      const desk = await makeDesk(folder, file);
      const install = documented(
        "sudo sh install.sh kozo-aarch64-unknown-linux-gnu config.yml clock clock.key",
      );
      const asRoot = install.slice(1);
      // No systemd runs here, and what is installed goes with the namespace.
      await mustRun("mkdir", `${folder}/over`);
      const mounts = OVERLAYS.map((path, i) => {
        const over = `${folder}/over/${i}`;
        return `mkdir -p ${over}/upper ${over}/work && mount -t overlay ` +
          `-o lowerdir=${path},upperdir=${over}/upper,workdir=${over}/work ` +
          `overlay ${path}`;
      });
      const script = [
        `mount -t tmpfs tmpfs ${folder}/over`,
        ...mounts,
        "mount -t tmpfs tmpfs /run",
        `cd ${desk}`,
        asRoot.slice(0, -1).join(" "),
        asRoot.join(" "),
        listing("/usr/local/bin/kozo", "/etc/kozo", "/etc/kozo/config.yml"),
        listing("/etc/kozo/clock.key"),
        listing("/var/lib/kozo", "/etc/systemd/system/kozo.service"),
      ].join(" && ");
      const output = await mustRun("unshare", "--mount", "sh", "-c", script);
      assert.equal(
        output.split("\n").filter((line) => line.includes(":")).join("\n"),
        [
          "755 root:root /usr/local/bin/kozo",
          "750 root:kozo /etc/kozo",
          "640 root:kozo /etc/kozo/config.yml",
          "600 kozo:kozo /etc/kozo/clock.key",
          "700 kozo:kozo /var/lib/kozo",
          "644 root:root /etc/systemd/system/kozo.service",
        ].join("\n"),
      );
    }),
});

const WRONG_MACHINES = [
  ["uname", "armv7l", /^install.sh: Cannot install on armv7l, which is 32-bit/],
  ["getconf", "32", /^install.sh: Cannot install on a 32-bit system: .*64-bit/],
] as const;

for (const [program, answer, complaint] of WRONG_MACHINES) {
  Deno.test(`install.sh refuses where ${program} says ${answer}, and changes nothing`, async () => {
    await withFolder(async (folder) => {
      for (const part of ["bin", "device"]) {
        await Deno.mkdir(`${folder}/${part}`);
      }
      await Deno.writeTextFile(
        `${folder}/bin/${program}`,
        `#!/bin/sh\necho ${answer}\n`,
        { mode: 0o755 },
      );
      const { code, stderr } = await new Deno.Command("sh", {
        args: [
          ...[INSTALL, "--prefix", `${folder}/device`],
          ...[INSTALL, INSTALL, "node1"],
        ],
        env: { PATH: `${folder}/bin:${Deno.env.get("PATH")}` },
      }).output();
      assert.equal(code, 1);
      assert.match(new TextDecoder().decode(stderr), complaint);
      const left = await Array.fromAsync(Deno.readDir(`${folder}/device`));
      assert.deepEqual(left, []);
    });
  });
}

const hasShellcheck = await has("shellcheck");

Deno.test({
  name: "The shell scripts are as shellcheck wants them" +
    (hasShellcheck ? "" : " (skipped: shellcheck is not there)"),
  ignore: !hasShellcheck,
  async fn() {
    await mustRun("shellcheck", INSTALL, `${ROOT}/scripts/compile/launcher.sh`);
  },
});
