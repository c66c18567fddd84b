import assert from "node:assert/strict";
import { dialThroughTor, LinkError, LinkReason, parseEndpoint } from "kozo";
import type { NodeTor } from "../../scripts/tor/node-tor.ts";
import { TorControl } from "../../transports/onion/control.ts";
import type { Network } from "../support/network.ts";
import {
  change,
  dials,
  ended,
  makeOnionNetwork,
  PATIENCE,
  serves,
  settle,
} from "./onion-network.ts";
import type { SharedTor } from "./shared-tor.ts";

const seconds = PATIENCE;

/** Onion services that nodes make themselves. */
export function serviceTests(tor: SharedTor): void {
  Deno.test("a node makes the service whose address kozo onion-address tells, and makes it again when Tor has restarted", async () => {
    const { signal } = new AbortController();
    const ownTor = await tor.network.join({ node: "hall" }, signal);
    await using network = await makeOnionNetwork({
      hall: { onion: serves(ownTor), roles: { cuckoo: { timer: "timer1" } } },
      porch: {
        onion: dials(tor.network.of("client")),
        roles: { timer1: { type: "timer", tick: 0.2 } },
      },
    });
    const question = network.run(["onion-address", "config.yml", "hall"]);
    const address = (await question.waitFor(/^\S+\.onion$/m)).trim();
    assert.equal(await question.exitCode(), 0);
    const key = network.path("transports/hall.onion.onion-key");
    assert.equal(((await Deno.stat(key)).mode ?? 0) & 0o777, 0o600);

    await change(network, "hall", { address });
    const hall = network.start("hall");
    await hall.waitFor(`Published as ${address}`, { seconds });
    const porch = network.start("porch");
    await porch.waitFor('Linked with "hall" over onion', { seconds });
    await hall.waitFor("cuckoo: Received message", { seconds });

    const from = hall.output.length;
    await ownTor.kill();
    await hall.waitFor("WRN onion: tor-down: Cannot give orders to Tor", {
      from,
      seconds,
    });
    ownTor.restart();
    await hall.waitFor(`Published as ${address}`, { from, seconds });
    await porch.waitFor(ended("hall"), { seconds });
    await hall.waitFor('Linked with "porch"', { from, seconds });
    await hall.waitFor("cuckoo: Received message", {
      from: hall.output.lastIndexOf("Linked with"),
      seconds,
    });
    for (const node of [hall, porch]) assert.equal(await node.stop(), 0);
    await ownTor.stop();
  });

  Deno.test("a node whose key makes another address than the file says does not start", async () => {
    await using network = await makeOnionNetwork({
      hall: { onion: serves(tor.network.of("server")) },
      porch: { onion: serves(tor.network.of("server")) },
    });
    const address = await settle(network, "porch");
    await settle(network, "hall");
    await change(network, "hall", { address });
    const hall = network.start("hall");
    assert.equal(await hall.exitCode(), 5);
    assert.match(
      hall.output,
      /^kozo: Cannot make the onion service ".*\.onion" for the transport "onion" of "hall": the key in ".*hall\.onion\.onion-key" makes ".*\.onion"; write that/m,
    );
  });

  Deno.test("with clientAuth a node of the network gets in, and nobody else finds the service", async () => {
    const { signal } = new AbortController();
    const client = tor.network.of("client");
    const server = tor.network.of("server");
    await using network = await makeGuarded(tor, "stray");
    const { address, hall, porch } = await linkGuarded(network);
    await assert.rejects(
      dialThroughTor(address, 6027, server.socksProxy, signal),
      (error) =>
        error instanceof LinkError && error.reason === LinkReason.ClientAuth,
    );
    const check = network.run(["check", "config.yml"]);
    await check.waitFor(/warning: "hall" cannot be linked with "stray"/);
    assert.equal(await check.exitCode(), 0);
    assert.ok((await keysOf(client)).includes(address.replace(".onion", "")));
    for (const node of [hall, porch]) assert.equal(await node.stop(), 0);
    assert.doesNotMatch(await keysOf(client), /x25519/);
  });

  Deno.test("a node that is new in the file gets in after kozo reload, and links stay", async () => {
    const server = tor.network.of("server");
    await using network = await makeGuarded(tor, "shed");
    const { address, hall, porch } = await linkGuarded(network);

    await change(network, "shed", { controlPort: server.controlPort });
    const from = hall.output.length;
    const reload = network.run(["reload", "--node", "hall"]);
    assert.equal(await reload.exitCode(), 0, reload.output);
    await hall.waitFor(`Published as ${address}`, { from, seconds });
    const shed = network.start("shed");
    await shed.waitFor('Linked with "hall" over onion', { seconds });
    for (const node of [hall, porch]) {
      assert.doesNotMatch(node.output, /Link with ".*" ended/);
    }
    for (const node of [hall, porch, shed]) assert.equal(await node.stop(), 0);
  });
}

/** A service in `hall` that lets in `porch` alone, and not a third node. */
function makeGuarded(tor: SharedTor, third: string): Promise<Network> {
  const client = tor.network.of("client");
  const server = tor.network.of("server");
  return makeOnionNetwork({
    hall: { onion: { ...serves(server), clientAuth: true } },
    porch: { onion: { ...dials(client), controlPort: client.controlPort } },
    [third]: { onion: dials(server) },
  });
}

/** Starts who may be linked, and waits until they are. */
async function linkGuarded(network: Network) {
  const address = await settle(network, "hall");
  const hall = network.start("hall");
  await hall.waitFor(`Published as ${address}`, { seconds });
  const porch = network.start("porch");
  await porch.waitFor('Linked with "hall" over onion', { seconds });
  return { address, hall, porch };
}

/** The keys that a Tor has for the services of others. */
async function keysOf({ controlPort }: NodeTor): Promise<string> {
  const endpoint = parseEndpoint(controlPort);
  if (endpoint === undefined) throw new TypeError(controlPort);
  const { signal } = new AbortController();
  using control = await TorControl.open(endpoint, signal, () => {});
  const lines = await control.ask("ONION_CLIENT_AUTH_VIEW");
  control.close();
  await control.closed;
  return lines.join("\n");
}
