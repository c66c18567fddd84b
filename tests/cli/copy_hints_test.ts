import assert from "node:assert/strict";
import { copyHints, othersHints } from "../../core/cli/copy-hints.ts";
import type { Nodes } from "../../core/cli/edit-config.ts";
import { commandsOf } from "../../core/cli/own-command.ts";
import { loadConfig } from "../../core/config/load.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { withFolder } from "../scripts/temporary-folder.ts";

const CONFIG: Nodes = { file: "config.yml", nodes: new Map() };

const SCRIBE = {
  name: "scribe",
  address: ["10.0.0.8:7020"],
  key: "scribe.key",
};

Deno.test("an executable outside the PATH is called by its place on this machine, and on others by where it was copied to", async () => {
  const commands = commandsOf("/home/me/bin/kozo", "/usr/bin:/bin");
  assert.equal(commands.here, "/home/me/bin/kozo");
  const hints = await copyHints(CONFIG, SCRIBE, commands);
  assert.match(
    hints,
    /\n {2}scp config\.yml scribe\.key 10\.0\.0\.8:\n[^]* 10\.0\.0\.8:kozo\nRun it there, .*:\n {2}\.\/kozo run config\.yml scribe$/,
  );
});

Deno.test("an executable on the PATH is called by its name everywhere", () => {
  const commands = commandsOf("/usr/bin/kozo", "/usr/bin:/bin");
  assert.equal(commands.here, "kozo");
  assert.equal(commands.elsewhere, "kozo");
});

Deno.test("a new node's machine is said to need the executable, too", async () => {
  const commands = commandsOf("/opt/my kozo/kozo-x86_64", "/bin");
  assert.equal(commands.here, "'/opt/my kozo/kozo-x86_64'");
  assert.match(
    await copyHints(CONFIG, SCRIBE, commands),
    /\nKōzō has to be there, too\. .*:\n {2}scp '\/opt\/my kozo\/kozo-x86_64' 10\.0\.0\.8:kozo\n/,
  );
  assert.match(
    await copyHints(CONFIG, { ...SCRIBE, address: [] }, commands),
    /\nKōzō has to be there, too, on the PATH\. .*:\n {2}'\/opt\/my kozo\/kozo-x86_64'\nRun it there:\n {2}kozo run/,
  );
});

Deno.test("a node on this machine needs no executable but this one", async () => {
  const commands = commandsOf("/home/me/bin/kozo", "/bin");
  const node = { ...SCRIBE, address: ["127.0.0.1"] };
  assert.equal(
    await copyHints(CONFIG, node, commands),
    "It is on this machine: nothing has to be copied. Run it:\n" +
      "  /home/me/bin/kozo run config.yml scribe",
  );
});

Deno.test("where an executable lies on the machines of others is not known", () =>
  withFolder(async (folder) => {
    const file = `${folder}/config.yml`;
    const { publicKey } = generateKeyPair();
    await Deno.writeTextFile(
      file,
      `system: { attic: { privateKey: a, publicKey: ${publicKey} } }`,
    );
    const config = await loadConfig(file, new ModuleRegistry({}, {}));
    using _ = config.library;
    assert.deepEqual(
      await othersHints(config, "scribe", commandsOf("/bin/kozo", "/bin")),
      [
        'The other nodes need the new config.yml: "attic"',
        'Once it is there, say there ("./kozo" where it is not on the PATH):',
        "  kozo reload",
      ],
    );
  }));
