import assert from "node:assert/strict";
import { Network } from "../support/network.ts";
import { runKozo } from "../support/run-kozo.ts";
import { UNIX_TS, writeFiles } from "./custom-modules.ts";

/** A role that says a word when it starts, and counts its starts. */
function sayer(body = "this.info(word, starts);"): string {
  return `
import { Role, type RoleInfo } from "kozo";
import { word } from "./word.ts";

class Sayer extends Role {
  override async localInit(): Promise<void> {
    const starts = Number(await this.getStorage() ?? 0) + 1;
    await this.setStorage(starts);
    ${body}
  }
  override run(): Promise<void> {
    return this.sleep(1e6);
  }
}

export const roleInfo = {
  format: "1.0",
  class: Sayer,
  author: "A",
  version: "1.0",
  description: "Says a word.",
  config: {},
} satisfies RoleInfo;
`;
}

const word = (text: string) => `export const word: string = "${text}";\n`;

for (const block of [{}, { permissions: {} }]) {
  const where = "permissions" in block ? "in a sandbox" : "in the node";
  Deno.test(`kozo run --watch-modules makes a role ${where} anew when a file changes, with its storage`, async () => {
    await using network = await Network.make({
      house: {
        // What is written into the folder all the time is no module.
        roleStorage: "roles/storage",
        roles: {
          sayer: block,
          timer: { tick: 0.1 },
          cuckoo: { log: true },
          logger: { file: "roles/log", flushEvery: 1 },
        },
      },
    }, { rolePath: "roles" });
    await writeFiles(network, {
      "roles/sayer.ts": sayer(),
      "roles/word.ts": word("one"),
    });
    const house = network.start("house", { args: ["--watch-modules"] });
    await house.waitFor(/INF modules: Watching ".*\/roles"\n/);
    await house.waitFor(/INF sayer: one 1\n/);
    // What the module imports is read anew, too.
    await writeFiles(network, { "roles/word.ts": word("two") });
    await house.waitFor(/INF sayer: two 2\n/);
    await house.waitFor(/INF modules: Reloaded "sayer"\n/);
    await writeFiles(network, { "roles/sayer.ts": "export const x = ;\n" });
    await house.waitFor(/ERR modules: Not reloaded: .*sayer\.ts/);
    await writeFiles(network, {
      "roles/sayer.ts": sayer('this.info("mended", word);'),
    });
    await house.waitFor(/INF sayer: mended two\n/);
    // Nobody else has noticed anything.
    assert.equal(house.output.match(/INF modules: Reloaded/g)?.length, 2);
    assert.doesNotMatch(house.output, /(?:timer|cuckoo): The role failed/);
    assert.equal(await house.stop(), 0);
  });
}

Deno.test("kozo run --watch-modules leaves transports as they are, so that a node which a reload adds is reached over one", async () => {
  const transports = (node: string) => ({ unix: { path: `${node}.sock` } });
  await using network = await Network.make({
    house: { roles: { sayer: {} }, transports: transports("house") },
    shed: {
      selfToOthersConnectPolicy: "never",
      transports: transports("shed"),
    },
  }, { rolePath: "roles", transportPath: "transports", connectionRetry: 1 });
  await writeFiles(network, {
    "transports/unix.ts": UNIX_TS,
    "roles/sayer.ts": sayer(),
    "roles/word.ts": word("one"),
  });
  const { shed: _, ...alone } = network.config.system;
  await network.write("config.yml", { ...network.config, system: alone });
  const house = network.start("house", { args: ["--watch-modules"] });
  await house.waitFor(/INF modules: Watching /);
  await writeFiles(network, { "roles/word.ts": word("two") });
  await house.waitFor(/INF modules: Reloaded "sayer"\n/);

  await network.write();
  network.start("shed", { args: ["--control", network.path("shed.control")] });
  const { code, stdout } = await runKozo(network.folder, ["reload"]);
  assert.equal(code, 0);
  assert.equal(stdout, 'Added the node "shed"\n');
  await house.waitFor(/INF link: Linked with "shed" over unix: it was dialled/);
});
