import assert from "node:assert/strict";
import { isHere, isOwnHost } from "../../core/cli/is-here.ts";
import type { NodeConfig } from "../../core/config/config.ts";
import { loadConfig } from "../../core/config/load.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { withFolder } from "../scripts/temporary-folder.ts";

const registry = new ModuleRegistry({}, builtInTransports);

const NETWORK = {
  interfaces: [{ name: "eth0", family: "IPv4", address: "10.0.0.1" }],
  hostname: "clock",
  hasMdns: true,
} as const;

/** A node whose key is here, as a configuration has it. */
async function nodeAt(folder: string, address: string): Promise<NodeConfig> {
  const { publicKey, privateKey } = generateKeyPair();
  await Deno.writeTextFile(`${folder}/porch.key`, privateKey);
  const file = `${folder}/config.yml`;
  await Deno.writeTextFile(
    file,
    `system:
  porch:
    privateKey: porch.key
    publicKey: ${publicKey}
    transports: { tcp: { address: ${address} } }
`,
  );
  const { nodes, library } = await loadConfig(file, registry);
  library[Symbol.dispose]();
  return nodes.get("porch") ?? assert.fail();
}

/** Asks about a node, where running ones are in one folder alone. */
function ask(node: NodeConfig, only: string): Promise<boolean> {
  const uid = Deno.uid() ?? 0;
  return isHere(node, NETWORK, {
    only,
    uid,
    service: undefined,
    runtime: undefined,
  });
}

for (
  const [address, expected] of [
    ["127.0.0.1:7102", true],
    ["10.0.0.1", true],
    ["[clock.local, '10.0.0.1:7020', '::1']", true],
    ["10.0.0.2", false],
    ["[127.0.0.1, 10.0.0.2]", false],
    ["[]", false],
  ] as const
) {
  Deno.test(
    `a node whose key is here, with the address ${address}, is ${
      expected ? "here" : "elsewhere"
    } as long as it does not run`,
    () =>
      withFolder(async (folder) => {
        const node = await nodeAt(folder, address);
        assert.equal(await ask(node, `${folder}/run`), expected);
      }),
  );
}

Deno.test("a node that runs here is here, whatever its address", () =>
  withFolder(async (folder) => {
    const node = await nodeAt(folder, "clock.example");
    const run = `${folder}/run`;
    await Deno.mkdir(run, { mode: 0o700 });
    const path = `${run}/porch.sock`;
    using _listener = Deno.listen({ transport: "unix", path });
    assert.equal(await ask(node, run), true);
    // The node of that name is one of another configuration.
    await Deno.remove(node.privateKey);
    assert.equal(await ask(node, run), false);
  }));

Deno.test("a machine knows itself by its name, and by its addresses", () => {
  for (const host of ["clock", "clock.local", "10.0.0.1", "::1"]) {
    assert.ok(isOwnHost(host, NETWORK), host);
  }
  for (const host of ["clock.example", "10.0.0.11", "fd00::1"]) {
    assert.ok(!isOwnHost(host, NETWORK), host);
  }
});
