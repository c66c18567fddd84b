import assert from "node:assert/strict";
import { type Block, Network, tcpAt } from "../support/network.ts";
import { mortalWrapper, refusal } from "../support/run-kozo.ts";

const mortal = await mortalWrapper();

function makeNetwork(block: Block = {}): Promise<Network> {
  return Network.make({ clock: { roles: { timer: {} }, ...block } });
}

Deno.test("kozo run says which port is in use, exit code 5", async () => {
  using other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = other.addr;
  await using network = await makeNetwork({ transports: { tcp: tcpAt(port) } });
  assert.equal(
    await refusal(network.folder, 5),
    `kozo: Cannot listen on port ${port} of "127.0.0.1": another program ` +
      'listens there: stop it, or choose another "port" for the transport ' +
      '"tcp" of "clock"',
  );
});

Deno.test("kozo run says which address is not of this machine, exit code 5", async () => {
  // 192.0.2.0/24 is for documentation: no machine has such an address.
  const tcp = { ...tcpAt(6020), bindAddress: "192.0.2.1" };
  await using network = await makeNetwork({ transports: { tcp } });
  assert.match(
    await refusal(network.folder, 5),
    /^kozo: Cannot listen on port 6020 of "192\.0\.2\.1": .*: check the address and the "port" of the transport "tcp" of "clock"$/,
  );
});

/** What is said of a folder for storage. */
const STORAGE =
  /^kozo: Cannot store anything in ".*\/storage": .*; set "roleStorage" to a folder that this user may write to$/;

Deno.test("kozo run says that the storage folder cannot be made, exit code 5", async () => {
  await using network = await makeNetwork({ roleStorage: "clock/storage" });
  assert.match(await refusal(network.folder, 5), STORAGE);
});

Deno.test({
  name: "kozo run says that the storage folder cannot be written, exit code 5",
  // Root may read and write what it likes.
  ignore: mortal === undefined,
  fn: async () => {
    await using network = await makeNetwork({ roleStorage: "storage" });
    await Deno.mkdir(network.path("storage"), { mode: 0o500 });
    assert.match(await refusal(network.folder, 5, mortal), STORAGE);
  },
});

/** What is said of a log. */
const LOG =
  /^kozo: Cannot write the log ".*\/log\/kozo\.log": .*; let this user write there, or set "file" of the role "logger" to another path$/;

Deno.test("kozo run says that the log's folder cannot be made, exit code 5", async () => {
  const logger = { file: "clock/log/kozo.log" };
  await using network = await makeNetwork({ roles: { logger } });
  assert.match(await refusal(network.folder, 5), LOG);
});

Deno.test({
  name: "kozo run says that the log's folder cannot be written, exit code 5",
  // Root may read and write what it likes.
  ignore: mortal === undefined,
  fn: async () => {
    const logger = { file: "log/kozo.log" };
    await using network = await makeNetwork({ roles: { logger } });
    await Deno.mkdir(network.path("log"), { mode: 0o500 });
    assert.match(await refusal(network.folder, 5, mortal), LOG);
  },
});

Deno.test("kozo run says that the log is a folder, exit code 5", async () => {
  const logger = { file: "log/kozo.log" };
  await using network = await makeNetwork({ roles: { logger } });
  await Deno.mkdir(network.path("log/kozo.log"), { recursive: true });
  assert.match(await refusal(network.folder, 5), LOG);
});
