import assert from "node:assert/strict";
import { Network } from "../support/network.ts";
import {
  mortalWrapper,
  onlyLine,
  refusal,
  runKozo,
} from "../support/run-kozo.ts";

const mortal = await mortalWrapper();

function makeNetwork(block: Record<string, unknown> = {}): Promise<Network> {
  return Network.make({
    clock: { roles: { timer: {} }, ...block },
    scribe: {},
  });
}

Deno.test("kozo run says which argument is missing, exit code 1", async () => {
  await using network = await makeNetwork();
  const args = ["run", "config.yml"];
  assert.equal(
    onlyLine(await runKozo(network.folder, args), 1),
    'kozo: missing required argument "node"; see "kozo help run"',
  );
});

Deno.test("kozo run says that there is no such file, exit code 2", async () => {
  await using network = await makeNetwork();
  const args = ["run", "confg.yml", "clock"];
  assert.match(
    onlyLine(await runKozo(network.folder, args), 2),
    /^kozo: Cannot read the configuration file "confg\.yml": there is no such file/,
  );
});

Deno.test("a configuration may be named almost as a verb is", async () => {
  await using network = await makeNetwork();
  await network.write("chek", network.config);
  assert.match(
    onlyLine(await runKozo(network.folder, ["chek", "nobody"]), 4),
    /"chek" has no node of that name/,
  );
});

Deno.test("kozo run says that the configuration is a folder, exit code 2", async () => {
  await using network = await makeNetwork();
  const args = ["run", ".", "clock"];
  assert.match(
    onlyLine(await runKozo(network.folder, args), 2),
    /^kozo: Cannot read the configuration file "\.": it is a folder/,
  );
});

Deno.test({
  name: "kozo run says that it may not read the configuration, exit code 2",
  // Root may read and write what it likes.
  ignore: mortal === undefined,
  fn: async () => {
    await using network = await makeNetwork();
    await Deno.chmod(network.path("config.yml"), 0);
    assert.match(
      await refusal(network.folder, 2, mortal),
      /^kozo: Cannot read the configuration file "config\.yml": this user may not read it/,
    );
  },
});

Deno.test("kozo run says where the configuration is not UTF-8, exit code 3", async () => {
  await using network = await makeNetwork();
  const latin1 = Uint8Array.from(
    "# K\u014dzo\n# M\u00fcnchen\n",
    (c) => c.charCodeAt(0) & 0xff,
  );
  await Deno.writeFile(network.path("config.yml"), latin1);
  assert.equal(
    await refusal(network.folder, 3),
    "config.yml:2:4: This is not UTF-8: save the file in that encoding",
  );
});

Deno.test("kozo run says where the configuration is no YAML, exit code 3", async () => {
  await using network = await makeNetwork();
  const text = 'system:\n  clock: {roleStorage: "storage}\n';
  await Deno.writeTextFile(network.path("config.yml"), text);
  assert.match(
    await refusal(network.folder, 3),
    /^config\.yml:2:24: The text in double quotes that starts here has no end/,
  );
});

Deno.test("kozo run lists the nodes that there are, exit code 4", async () => {
  await using network = await makeNetwork();
  const args = ["run", "config.yml", "clcok"];
  assert.equal(
    onlyLine(await runKozo(network.folder, args), 4),
    'kozo: Cannot run the node "clcok": "config.yml" has no node of that ' +
      'name, it has "clock", "scribe"',
  );
});

Deno.test("kozo run lists the roles that there are, exit code 3", async () => {
  await using network = await makeNetwork({ roles: { doorbell: {} } });
  assert.match(
    await refusal(network.folder, 3),
    /^config\.yml:\d+:\d+: Role "doorbell" has no "type", .*: add one of .*"timer"/,
  );
});

Deno.test("kozo run lists the transports that there are, exit code 3", async () => {
  await using network = await makeNetwork({ transports: { pigeon: {} } });
  assert.match(
    await refusal(network.folder, 3),
    /^config\.yml:\d+:\d+: Transport "pigeon" has no "type", .*: add one of .*"tcp"/,
  );
});
