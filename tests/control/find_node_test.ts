import assert from "node:assert/strict";
import { findSocket } from "../../core/control/find-node.ts";
import { withFolder } from "../scripts/temporary-folder.ts";

/** Looks for a node, or the only one, in one folder, as a user. */
function find(
  only: string,
  uid = Deno.uid() ?? 0,
  node?: string,
): Promise<string> {
  const variables = { only, uid, service: undefined, runtime: undefined };
  return findSocket({ node }, variables);
}

const SUSPECT = {
  name: "ControlError",
  message: /nobody is asked in ".*run", which others than this user may use/,
};

/** A folder of the owner alone, with the socket of a node in it. */
async function withSocket(
  work: (folder: string, socket: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (parent) => {
    const folder = `${parent}/run`;
    await Deno.mkdir(folder, { mode: 0o700 });
    const path = `${folder}/clock.sock`;
    using _listener = Deno.listen({ transport: "unix", path });
    await work(folder, path);
  });
}

Deno.test("a node is found in a folder that is this user's alone", () =>
  withSocket(async (folder, socket) => {
    assert.equal(await find(folder), socket);
  }));

Deno.test("of several nodes the one that is named is found", () =>
  withSocket(async (folder, socket) => {
    const path = `${folder}/scribe.sock`;
    using _listener = Deno.listen({ transport: "unix", path });
    assert.equal(await find(folder, undefined, "clock"), socket);
    assert.equal(await find(folder, undefined, "scribe"), path);
    await assert.rejects(find(folder), {
      name: "AmbiguousNodeError",
      message: 'Several nodes run here: "clock" and "scribe"; say which by ' +
        '"--node"',
    });
    await assert.rejects(find(folder, undefined, "clokc"), {
      name: "ControlError",
      message: /^No node "clokc" of this user runs here, did you mean "clock"/,
    });
    await assert.rejects(find(folder, undefined, "a/b"), /"a\/b" is no node/);
  }));

Deno.test("a socket at which nobody answers is no node", () =>
  withSocket(async (folder, socket) => {
    await Deno.remove(socket);
    await Deno.writeTextFile(socket, "");
    await assert.rejects(find(folder), /^ControlError: No node of this user /);
  }));

Deno.test("nobody is asked in a folder that others may use, or lead elsewhere", () =>
  withSocket(async (folder) => {
    for (const mode of [0o777, 0o750, 0o701]) {
      await Deno.chmod(folder, mode);
      await assert.rejects(find(folder), SUSPECT);
    }
    await Deno.chmod(folder, 0o700);
    const link = `${folder}-of-run`;
    await Deno.symlink(folder, link);
    await assert.rejects(find(link), /nobody is asked in ".*run-of-run"/);
  }));

Deno.test({
  name: "nobody is asked in a folder of another user, unless that is root",
  // Only root can give a folder to another user.
  ignore: Deno.uid() !== 0,
  fn: () =>
    withSocket(async (folder, socket) => {
      assert.equal(await find(folder, 1000), socket);
      await Deno.chown(folder, 1000, 1000);
      assert.equal(await find(folder, 1000), socket);
      await assert.rejects(find(folder, 1001), SUSPECT);
      await assert.rejects(find(folder, 0), SUSPECT);
    }),
});
