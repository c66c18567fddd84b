import assert from "node:assert/strict";
import { ask } from "../../core/control/ask.ts";
import { ControlSocket } from "../../core/control/control-socket.ts";
import { StartError } from "kozo";
import { withFolder } from "../scripts/temporary-folder.ts";

/** A path in a folder that has some bytes. */
function pathOf(folder: string, bytes: number): string {
  const rest = bytes - new TextEncoder().encode(`${folder}/`).length;
  return `${folder}/ō${"x".repeat(rest - 2)}`;
}

Deno.test("a socket's path may be as long as the system takes it", async () => {
  await withFolder(async (folder) => {
    using socket = await ControlSocket.open(pathOf(folder, 103));
    assert.ok((await Deno.lstat(socket.path)).isSocket);
  });
});

Deno.test("a path that is too long for a socket is said to be so, where a node opens it and where one asks", async () => {
  await withFolder(async (folder) => {
    const path = pathOf(folder, 108);
    const expected =
      /": the path has 108 bytes, and that of a socket may have 10\d: name a shorter one by "--control"$/;
    await assert.rejects(ControlSocket.open(path), (error) => {
      assert.ok(error instanceof StartError);
      assert.match(error.message, expected);
      return true;
    });
    const { signal } = new AbortController();
    await assert.rejects(
      ask(path, { ask: "status" }, () => {}, signal),
      (error: Error) => {
        assert.equal(error.name, "ControlError");
        assert.match(error.message, expected);
        return true;
      },
    );
  });
});
