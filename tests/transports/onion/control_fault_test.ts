import assert from "node:assert/strict";
import { TorControl } from "../../../transports/onion/control.ts";
import { controlFault } from "../../../transports/onion/control-fault.ts";
import { withFolder } from "../../scripts/temporary-folder.ts";

Deno.test("TorControl says that there is no socket where Tor should take orders", async () => {
  await withFolder(async (folder) => {
    const { signal } = new AbortController();
    await assert.rejects(
      TorControl.open({ path: `${folder}/control` }, signal, () => {}),
      /^Error: there is no such socket; is Tor installed/,
    );
  });
});

Deno.test("controlFault() says how a user gets to use Tor's socket", () => {
  const cause = Object.assign(new Error("connect EACCES"), { code: "EACCES" });
  const error = controlFault(cause);
  assert.match(error.message, /"sudo adduser USER debian-tor"/);
  assert.equal(error.cause, cause);
});

Deno.test("controlFault() leaves what it does not know as it is", () => {
  const cause = Object.assign(new Error("odd"), { code: "EODD" });
  assert.equal(controlFault(cause), cause);
});
