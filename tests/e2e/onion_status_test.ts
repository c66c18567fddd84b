import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { onionKeyFile, provideOnionKey } from "kozo";
import type { NodeStatus } from "../../core/control/status-shape.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { at, consult } from "../support/doctor.ts";
import { eventually } from "../support/eventually.ts";
import { Network } from "../support/network.ts";
import { runKozo } from "../support/run-kozo.ts";
import {
  answering,
  phase,
  UP,
  withListener,
} from "../transports/onion/fake-tor.ts";

/** A hall that has its service made, and a porch that dials it. */
async function makeNetwork(): Promise<Network> {
  const network = await Network.make({
    hall: { roleStorage: "storage" },
    porch: { transports: { onion: { outgoingOnly: true } } },
  });
  const file = onionKeyFile(network.path("transports"), "hall", "onion");
  const { name: address } = await provideOnionKey(file);
  const controlPort = network.path("control");
  const [port] = freePorts(1);
  const onion = { address, port, controlPort, incomingOnly: true };
  Object.assign(network.config.system.hall ?? {}, { transports: { onion } });
  await network.write();
  return network;
}

/** What the hall says of its onion transport. */
async function troubleOf(network: Network) {
  const args = ["status", "--node", "hall", "--json"];
  const { stdout } = await runKozo(network.folder, args);
  const status: NodeStatus = JSON.parse(stdout);
  const [onion] = status.transports;
  assert.equal(onion?.name, "onion");
  return onion.trouble;
}

/** Waits for a state of the node's Tor, in its status and with the doctor. */
async function expect(network: Network, reason: string, words: RegExp) {
  await eventually(
    async () => (await troubleOf(network))?.reason === reason,
    async () => `not ${reason}: ${JSON.stringify(await troubleOf(network))}`,
  );
  assert.match((await troubleOf(network))?.message ?? "", words);
  const { stdout } = await runKozo(network.folder, ["status", "--node=hall"]);
  assert.match(stdout, new RegExp(`^transport onion: ${reason}: `, "m"));
  const consultation = await consult(network, "hall", "porch");
  assert.equal(consultation.diagnosis.cause, reason);
  assert.match(consultation.diagnosis.text, words);
  const told = consultation.findings.find(({ cause }) => cause === reason);
  assert.notEqual(told?.advice, null);
}

Deno.test("a node that is dialled through Tor says in its log, its status and to the doctor what its Tor lacks", async () => {
  await using network = await makeNetwork();
  const { hall } = network.config.system;
  const { onion } = hall?.transports as { onion: { address: string } };
  const sockets: Socket[] = [];
  const say = (news: string) => sockets.at(-1)?.write(`650 ${news}\r\n`);
  let answer = phase(45, "Asking for relays");
  // It is asked time and again.
  const GETINFO = () => answer;
  const serve = (socket: Socket) => {
    sockets.push(socket);
    answering({ ...UP, GETINFO })(socket);
  };
  const node = network.start("hall");
  await node.waitFor('INF node: "hall" is running');
  await expect(network, "tor-down", /there is no such socket/);
  await node.waitFor("WRN onion: tor-down: ");
  await withListener({ path: network.path("control") }, serve, async () => {
    await expect(network, "tor-starting", /45 %, Asking for relays/);
    await node.waitFor("INF onion: tor-starting: ");
    answer = phase(100, "Done");
    say('STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=100 TAG=x SUMMARY="Done"');
    await expect(network, "unpublished", /has not published \S+\.onion yet/);
    await node.waitFor("INF onion: unpublished: ");
    say(`HS_DESC UPLOADED ${onion.address.replace(".onion", "")} UNKNOWN x`);
    await node.waitFor(`Published as ${onion.address}`);
    assert.equal(await troubleOf(network), null);
    const after = await consult(network, "hall", "porch");
    assert.equal(at(after, "transports").cause, "no-transport");
  });
  await expect(network, "tor-down", /Cannot give orders to Tor/);
  assert.equal(await node.stop(), 0, node.output);
});
