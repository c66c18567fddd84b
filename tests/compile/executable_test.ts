import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";
import { NetworkFolder } from "../../scripts/testnet/network-folder.ts";
import { Template } from "../../scripts/testnet/template.ts";
import { documented } from "../docs/documented.ts";
import { has, mustRun, withExecutable } from "./executables.ts";

const MODULES = new URL("modules", import.meta.url).pathname;

const mayUnshare = await new Deno.Command("unshare", {
  args: ["--net", "true"],
  stderr: "null",
}).output().then(({ success }) => success, () => false);

Deno.test("The executable has all it needs inside: no network, no file of Deno's outside its cache", async () => {
  await withExecutable(async ({ folder, run }) => {
    const [, ...version] = documented("kozo version --json");
    const prefix = mayUnshare ? ["unshare", "--net"] : [];
    const { code, stdout, stderr } = await run(version, prefix);
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).form, "self-extracting");
    assert.equal(JSON.parse(stdout).target, Deno.build.target);

    const home = await mustRun("find", `${folder}/home`, "-maxdepth", "3");
    assert.match(home, /^(\S+home(\/\.cache(\/kozo(\/kozo-\S+)?)?)?\n)+$/);
    const app = await mustRun("find", `${folder}/home`, "-path", "*/app/*");
    // Its index, and node:module, take each start longer.
    assert.match(app, /\/vendor\/ssh2\+lib\+client\.js$/m);
    assert.doesNotMatch(app, /\/vendor\/ssh2\.js$/m);
    const sources = app.trim().split("\n").filter((file) => /\.js$/.test(file));
    for (const file of sources) {
      const text = await Deno.readTextFile(file);
      assert.doesNotMatch(text, /from\s*"node:module"/, file);
    }
    assert.doesNotMatch(app, /_test\.ts|@types|node_modules/);
  });
});

Deno.test("Modules outside the executable import kozo, relative files and JSON, also in a Worker", async () => {
  await withExecutable(async ({ folder, run }) => {
    await writeModules(`${folder}/elsewhere`);
    const { code, stdout, stderr } = await run([
      `${folder}/elsewhere/doorbell.ts`,
      `${folder}/elsewhere/buzzer.js`,
    ]);
    assert.equal(code, 0, stderr);
    const { npm, ...seen } = JSON.parse(stdout);
    assert.deepEqual(seen, {
      typescript: true,
      javascript: true,
      data: { pin: 4 },
      relative: "ding",
      fromWorker: true,
    });
    // It is not fetched, from wherever.
    assert.match(npm, /TypeError: .*npm/);
  }, async (staged) => {
    await Deno.copyFile(`${MODULES}/main.ts`, `${staged}/main.js`);
    await Deno.copyFile(
      `${MODULES}/probe-worker.ts`,
      `${staged}/core/probe-worker.ts`,
    );
  });
});

async function writeModules(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  const files = {
    "doorbell.ts": [
      'import { Role } from "kozo";',
      'import data from "./data.json" with { type: "json" };',
      "enum Sound { Ding }",
      "export class Doorbell extends Role { sound: Sound = Sound.Ding; }",
      "export { data };",
    ],
    "buzzer.js": [
      'import { Role } from "kozo";',
      'export { relative } from "./relative.ts";',
      "export class Buzzer extends Role {}",
    ],
    "relative.ts": ['export const relative: string = "ding";'],
    "data.json": ['{ "pin": 4 }'],
    // What the author's editor reads is not what the program goes by.
    "deno.json": ['{ "imports": { "kozo": "./nowhere.ts" } }'],
  };
  for (const [name, lines] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/${name}`, lines.join("\n"));
  }
}

const LOCALNET = `${ROOT}/scripts/testnets/localnet.yml`;

const hasSystemd = await has("systemd-analyze");

Deno.test({
  name: "kozo service prints a unit that systemd takes" +
    (hasSystemd ? "" : " (skipped: systemd-analyze is not there)"),
  ignore: !hasSystemd,
  fn: () =>
    withExecutable(async ({ folder, file, run }) => {
      const localnet = await Deno.readTextFile(LOCALNET);
      const network = await NetworkFolder.make(
        `${folder}/a network`,
        new Template(localnet.replaceAll("node2", "clock")),
      );
      const [, ...service] = documented("kozo service config.yml clock");
      const inPlace = ["env", "-C", network.path];
      const { code, stdout, stderr } = await run(service, inPlace);
      assert.equal(code, 0, stderr);
      assert.ok(stdout.includes(`ExecStart=${file} run "${network.config}" `));
      assert.ok(
        stdout.includes(`ReadWritePaths="-${network.storage}"`),
        stdout,
      );
      assert.doesNotMatch(stdout, /^MemoryDenyWriteExecute/m);

      const unit = `${folder}/kozo.service`;
      await Deno.writeTextFile(unit, stdout);
      const complaints = await mustRun("systemd-analyze", "verify", unit);
      assert.ok(!complaints.includes("kozo.service"), complaints);
    }),
});

Deno.test("kozo service of a node that is not there says so, exit code 4", async () => {
  await withExecutable(async ({ folder, run }) => {
    const network = await NetworkFolder.make(
      `${folder}/network`,
      await Template.read("localnet"),
    );
    const { code, stderr } = await run(["service", network.config, "node9"]);
    assert.equal(code, 4, stderr);
    assert.match(stderr, /node9/);
  });
});
