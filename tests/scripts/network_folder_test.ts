import assert from "node:assert/strict";
import { loadConfig } from "../../core/config/load.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { readPrivateKey } from "../../core/ssh/keys.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { NetworkFolder } from "../../scripts/testnet/network-folder.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { knownNetworks, Template } from "../../scripts/testnet/template.ts";
import { TickWatch } from "../../scripts/testnet/tick-watch.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { withFolder } from "./temporary-folder.ts";

const registry = new ModuleRegistry(builtInRoles, builtInTransports);

async function modeOf(path: string): Promise<number> {
  return ((await Deno.stat(path)).mode ?? 0) & 0o777;
}

for (const name of await knownNetworks()) {
  Deno.test(`the testnet ${name} has a valid configuration and its keys`, async () => {
    await withFolder(async (folder) => {
      const template = await Template.read(name);
      const network = await NetworkFolder.make(`${folder}/net`, template);
      const config = await loadConfig(network.config, registry);
      assert.deepEqual(network.nodes, [...config.nodes.keys()]);
      for (const { privateKey, publicKey } of config.nodes.values()) {
        // It throws unless the file is the key's other half, and private.
        await readPrivateKey(privateKey, publicKey);
        assert.equal(await modeOf(privateKey), 0o600);
      }
    });
  });
}

Deno.test("a network's folder keeps what an earlier run has left", async () => {
  await withFolder(async (folder) => {
    const template = await Template.read("localnet");
    const { config } = await NetworkFolder.make(folder, template);
    const first = await Deno.readTextFile(config);
    await NetworkFolder.make(folder, template);
    assert.equal(await Deno.readTextFile(config), first);

    await Deno.remove(config);
    await NetworkFolder.make(folder, template);
    const keys = /ssh-ed25519 \S+/g;
    const second = await Deno.readTextFile(config);
    assert.deepEqual(second.match(keys), first.match(keys));
  });
});

Deno.test("a network's folder names its nodes by the file that the user changed", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/config.yml`, "system: {clock: {}}");
    const template = await Template.read("localnet");
    const { nodes } = await NetworkFolder.make(folder, template);
    assert.deepEqual(nodes, ["clock"]);
  });
});

Deno.test("a network's folder says why it cannot be made", async () => {
  await withFolder(async (folder) => {
    const template = await Template.read("localnet");
    const config = `${folder}/config.yml`;
    await Deno.writeTextFile(config, "system: [");
    const make = (path: string) => NetworkFolder.make(path, template);
    await assert.rejects(make(folder), /config\.yml is not YAML: .*line 1/);
    await Deno.writeTextFile(config, "heartbeat: 1");
    await assert.rejects(make(folder), /has no "system" block$/);
    await assert.rejects(make(config), {
      name: "KozoError",
      message: /^Cannot make the testnet in ".*config\.yml": Not a directory/,
    });
  });
});

Deno.test("Template.fill() leaves a gap that it has nothing for", () => {
  const text = "<public key of a> <free port> <free port>";
  const template = new Template(text);
  assert.deepEqual(template.nodes, ["a"]);
  assert.equal(template.ports, 2);
  const [publicKeys, onionAddresses] = [new Map(), new Map()];
  assert.equal(
    template.fill({ publicKeys, ports: [7], onionAddresses }),
    "<public key of a> 7 <free port>",
  );
});

Deno.test("freePorts() gives no port that others get by chance", async () => {
  const range = "/proc/sys/net/ipv4/ip_local_port_range";
  const lowest = parseInt(await Deno.readTextFile(range));
  for (const port of freePorts(50)) assert.ok(port < lowest, `${port}`);
});

Deno.test("freePorts() gives different ports that one can listen on", () => {
  const ports = freePorts(5);
  assert.equal(new Set(ports).size, 5);
  for (const port of ports) {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
  }
});

Deno.test("TickWatch sees a cuckoo's line, but none of an earlier run", async () => {
  await withFolder(async (folder) => {
    const log = `${folder}/node3.log`;
    const append = (line: string) =>
      Deno.writeTextFile(log, `[time] ${line}\n`, { append: true });
    assert.equal(await (await TickWatch.start(log)).sawTick(), false);
    await append("<cuckoo@node2> Cuckoo received message");
    const watch = await TickWatch.start(log);
    await append("<timer1@node1> Timer sent message");
    assert.equal(await watch.sawTick(), false);
    await append("<cuckoo@node2> Cuckoo received message");
    assert.equal(await watch.sawTick(), true);
  });
});
