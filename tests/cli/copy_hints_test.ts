import assert from "node:assert/strict";
import { copyHints } from "../../core/cli/copy-hints.ts";
import type { Nodes } from "../../core/cli/edit-config.ts";
import { commandsOf } from "../../core/cli/own-command.ts";

const CONFIG: Nodes = { file: "config.yml", nodes: new Map() };

const SCRIBE = {
  name: "scribe",
  address: ["10.0.0.8:7020"],
  key: "scribe.key",
};

Deno.test("an executable outside the PATH is called by its place on this machine, and by its name on others", async () => {
  const commands = commandsOf("/home/me/bin/kozo", "/usr/bin:/bin");
  assert.equal(commands.here, "/home/me/bin/kozo");
  const hints = await copyHints(CONFIG, SCRIBE, commands);
  assert.match(hints, /\nRun it there:\n {2}kozo run config\.yml scribe$/);
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
    /\nKōzō has to be there, too, .*:\n {2}scp '\/opt\/my kozo\/kozo-x86_64' 10\.0\.0\.8:kozo\n/,
  );
  assert.match(
    await copyHints(CONFIG, { ...SCRIBE, address: [] }, commands),
    /\nKōzō has to be there, too, .*:\n {2}'\/opt\/my kozo\/kozo-x86_64'\n/,
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
