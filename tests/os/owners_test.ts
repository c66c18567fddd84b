import assert from "node:assert/strict";
import { groupOf, userName } from "../../core/os/owners.ts";
import { withFolder } from "../scripts/temporary-folder.ts";

/** The number of a group that every Debian has, and its name. */
const [NUMBER, NAME] = [1, "daemon"];

Deno.test({
  name: "groupOf() names the group that may read and write a device",
  // Only root may give a file to any group.
  ignore: Deno.uid() !== 0,
  fn: () =>
    withFolder(async (folder) => {
      const device = `${folder}/device`;
      await Deno.writeTextFile(device, "");
      await Deno.chown(device, 0, NUMBER);
      await Deno.chmod(device, 0o660);
      assert.equal(groupOf(device), NAME);
      await Deno.chmod(device, 0o640);
      assert.equal(groupOf(device), undefined);
      await Deno.chown(device, 0, 0);
      await Deno.chmod(device, 0o660);
      assert.equal(groupOf(device), undefined);
    }),
});

Deno.test("groupOf() says nothing of what is not there", () => {
  assert.equal(groupOf("/no/such/device"), undefined);
});

Deno.test("userName() is what the system calls this user", async () => {
  const { stdout } = await new Deno.Command("id", { args: ["-un"] }).output();
  assert.equal(userName(), new TextDecoder().decode(stdout).trim());
});
