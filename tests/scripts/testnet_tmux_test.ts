import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";
import { withFolder } from "./temporary-folder.ts";

/** Whether a program is installed. */
function isInstalled(program: string): boolean {
  try {
    new Deno.Command(program, { args: ["-V"] }).outputSync();
    return true;
  } catch {
    return false;
  }
}

Deno.test({
  name: "deno task testnet --tmux runs the nodes in panes and leaves nothing",
  // `script` is there to lend it a terminal.
  ignore: !isInstalled("tmux") || !isInstalled("script"),
  fn: () =>
    withFolder(async (folder) => {
      // On a busy machine the nodes may take long to start.
      const command = `"${Deno.execPath()}" task testnet --tmux --seconds 20`;
      const { code, stdout } = await new Deno.Command("script", {
        args: ["--quiet", "--return", "--command", command, "/dev/null"],
        cwd: ROOT,
        env: { TERM: "xterm", TMPDIR: folder },
        stdin: "null",
      }).output();
      const screen = new TextDecoder().decode(stdout);
      // It fails unless a tick arrived.
      assert.equal(code, 0, screen);
      for (const node of ["node1", "node2", "node3"]) {
        assert.match(screen, new RegExp(` ${node} `));
      }
      const left = await Array.fromAsync(Deno.readDir(folder), (f) => f.name);
      assert.deepEqual(left, []);
    }),
});
