import assert from "node:assert/strict";
import { OnionKey, onionKeyFile, provideOnionKey } from "kozo";
import { stringify } from "yaml";
import { checkConfig } from "../../core/check/check.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { withFolder } from "../scripts/temporary-folder.ts";

const registry = new ModuleRegistry(builtInRoles, builtInTransports);

const ADDRESS = OnionKey.generate().name;

const SOCKET = "/run/tor/control";

/** A node that makes its service itself. */
const SERVING = { address: ADDRESS, controlPort: SOCKET };

const DIALLING = { outgoingOnly: true };

/** Options of a node's `onion`, and what else its block has. */
type Nodes = Readonly<Record<string, readonly [object, object?]>>;

/**
 * What is found in a network whose nodes have onion only, without the places.
 *
 * @param self the node that this machine is
 */
async function findingsOf(
  nodes: Nodes,
  self?: string,
  prepare: (folder: string) => Promise<unknown> = async () => {},
): Promise<string[]> {
  return await withFolder(async (folder) => {
    const system: Record<string, object> = {};
    for (const [name, [onion, rest]] of Object.entries(nodes)) {
      const { privateKey, publicKey } = generateKeyPair();
      const transports = { onion };
      system[name] = { privateKey: name, publicKey, transports, ...rest };
      await Deno.writeTextFile(`${folder}/${name}`, privateKey, {
        mode: 0o600,
      });
    }
    const file = `${folder}/config.yml`;
    await Deno.writeTextFile(file, stringify({ system }), { mode: 0o644 });
    await prepare(folder);
    const { findings } = await checkConfig(file, registry, self);
    return findings.map(({ severity, message }) =>
      `${severity}: ${message.replaceAll(folder, "").replaceAll(ADDRESS, "X")}`
    );
  });
}

const STORAGE = { roleStorage: "storage" };

const KEY = "/transports/hall.onion.onion-key";

const CANNOT =
  'error: Cannot make the onion service "X" for the transport "onion" of ' +
  '"hall": ';

Deno.test("checkConfig() finds a service whose key would have no place", async () => {
  const nodes: Nodes = { hall: [SERVING], porch: [DIALLING] };
  const expected = [
    CANNOT + 'set the node\'s "roleStorage", for the key is kept beside it',
  ];
  assert.deepEqual(await findingsOf(nodes), expected);
  assert.deepEqual(await findingsOf(nodes, "hall"), expected);
});

Deno.test("checkConfig() for a node finds that the key of its service is missing, and makes none", async () => {
  const nodes: Nodes = { hall: [SERVING, STORAGE], porch: [DIALLING] };
  // The files of other nodes are elsewhere.
  assert.deepEqual(await findingsOf(nodes), []);
  assert.deepEqual(await findingsOf(nodes, "porch"), []);
  const missing = `${CANNOT}there is no "${KEY}": put the copy of its key ` +
    'there, or let "kozo onion-address" make one and write the address that ' +
    "it tells";
  assert.deepEqual(await findingsOf(nodes, "hall"), [missing]);
});

Deno.test("checkConfig() for a node finds that the key of its service is another one", async () => {
  const nodes: Nodes = { hall: [SERVING, STORAGE], porch: [DIALLING] };
  const [wrong = "", ...others] = await findingsOf(
    nodes,
    "hall",
    (folder) =>
      provideOnionKey(onionKeyFile(`${folder}/transports`, "hall", "onion")),
  );
  assert.ok(wrong.startsWith(`${CANNOT}the key in "${KEY}" makes "`), wrong);
  assert.deepEqual(others, []);
});

Deno.test("checkConfig() says of a service without an address only that it lacks one", async () => {
  const nodes: Nodes = {
    hall: [{ controlPort: SOCKET }, STORAGE],
    porch: [DIALLING],
  };
  const found = await findingsOf(nodes, "hall");
  assert.match(found.join("\n"), /^error: "address" is missing: .*$/);
});

const SECRET: Nodes[string] = [{ ...SERVING, clientAuth: true }, STORAGE];

Deno.test("checkConfig() says why a service that is not for everybody keeps a node out", async () => {
  const nodes: Nodes = {
    hall: SECRET,
    porch: [{ ...DIALLING, controlPort: SOCKET }],
    shed: [DIALLING],
  };
  const [ofHall = "", ofPorch = "", ...others] = await findingsOf(nodes);
  assert.equal(
    ofHall,
    'warning: "hall" cannot be linked with "shed": "clientAuth" of "hall" ' +
      'lets in only who has a "controlPort"; give "shed" one',
  );
  assert.equal(
    ofPorch,
    'warning: "porch" cannot be linked with "shed": by "outgoingOnly" both ' +
      'only dial; take it from one of them, and give that one an "address"',
  );
  assert.deepEqual(others, []);
});

Deno.test("checkConfig() finds two nodes that both only wait to be dialled", async () => {
  const waiting = () => ({
    address: OnionKey.generate().name,
    incomingOnly: true,
  });
  assert.deepEqual(
    await findingsOf({ hall: [waiting()], annex: [waiting()] }),
    [
      'warning: "hall" cannot be linked with "annex": by "incomingOnly" both ' +
      "only wait to be dialled; take it from one of them",
    ],
  );
});

Deno.test("checkConfig() finds a service that lets nobody in, as an error", async () => {
  const found = await findingsOf({ hall: SECRET, shed: [DIALLING] });
  assert.equal(found.length, 2);
  assert.match(found.join("\n"), /^error: "clientAuth" of "hall" lets nobody/m);
});

Deno.test("checkConfig() finds an onion address that two nodes have", async () => {
  const nodes: Nodes = {
    hall: [{ address: ADDRESS }],
    annex: [{ address: ADDRESS.toUpperCase() }],
    porch: [DIALLING],
  };
  const [warning = "", ...others] = await findingsOf(nodes);
  const start = ADDRESS.slice(0, 40);
  assert.match(
    warning,
    new RegExp(`^warning: "hall" and "annex" have the same address "${start}`),
  );
  assert.deepEqual(others, []);
  const apart = { address: ADDRESS, onionPort: 80 };
  assert.deepEqual(await findingsOf({ ...nodes, annex: [apart] }), []);
});

Deno.test("checkConfig() finds an onion that would listen where another transport does", async () => {
  const portsOf = async (bindAddress: string) => {
    const onion = { ...DIALLING, outgoingOnly: false, address: ADDRESS };
    const tcp = { address: "hall.local", port: 6027, bindAddress };
    const other = { tcp: { address: "porch.local" } };
    return (await findingsOf({
      hall: [onion, { transports: { onion, tcp } }],
      porch: [DIALLING, { transports: other }],
    })).join("\n");
  };
  assert.match(
    await portsOf(""),
    /^warning: The port 6027 is that of the transport "onion", too, /,
  );
  assert.equal(await portsOf("10.0.0.1"), "");
});

Deno.test("checkConfig() finds a tcp that only Tor is to reach, and that listens for all", async () => {
  const dialling = { tcp: { address: "porch.local" } };
  const found = async (tcp: object) =>
    (await findingsOf({
      hall: [{}, { transports: { tcp: { ...tcp, port: 6020 } } }],
      porch: [{}, { transports: dialling }],
    })).join("\n");
  const expected =
    /^warning: "hall" has only onion addresses, and yet whoever reaches this machine can connect to its port 6020: write "bindAddress: 127\.0\.0\.1", /;
  assert.match(await found({ address: ADDRESS }), expected);
  const wide = { address: ADDRESS, bindAddress: "192.0.2.7" };
  assert.match(await found(wide), expected);
  for (const bindAddress of ["127.0.0.1", "::1", "localhost"]) {
    assert.equal(await found({ address: ADDRESS, bindAddress }), "");
  }
  assert.equal(await found({ address: [ADDRESS, "hall.local"] }), "");
  assert.equal(await found({ address: "hall.local" }), "");
});
