import assert from "node:assert/strict";
import { OnionKey } from "kozo";
import { freePorts } from "../../scripts/testnet/ports.ts";
import type { Cabling } from "../support/namespaces.ts";
import { eventually } from "../support/eventually.ts";
import { Network } from "../support/network.ts";
import { Capture } from "./capture.ts";
import { change, makeOnionNetwork, PATIENCE, settle } from "./onion-network.ts";
import {
  type Cable,
  lay,
  makeMachines,
  NAME_SERVER,
  onMachine,
} from "./machines.ts";
import { publish, VIRTUAL_PORT } from "./publish.ts";
import type { SharedTor } from "./shared-tor.ts";

const seconds = PATIENCE;

/** Where Tor seems to listen on the machine of `porch`. */
const SOCKS = 9050;

const TIMER = { timer1: { type: "timer", tick: 0.2 } };
const CUCKOO = { cuckoo: { timer: "timer1" } };

/** A network whose `porch` dials `hall`. */
function makeNetwork(porch: object, hall: object = {}): Promise<Network> {
  return makeOnionNetwork({
    porch: { onion: { outgoingOnly: true, ...porch }, roles: TIMER },
    hall: {
      onion: { incomingOnly: true, onionPort: VIRTUAL_PORT, ...hall },
      roles: CUCKOO,
    },
  });
}

/** From where Tor seems to be, on the machine of `porch`, to a real one. */
function toTor(tor: SharedTor): Cable {
  const { socksPath: to } = tor.network.of("client");
  return { from: `127.0.0.1:${SOCKS}`, to, machine: "porch" };
}

/**
 * Runs both nodes until they have talked over Tor, and shows that neither sends
 * a packet to anybody but its Tor.
 *
 * @param port that `hall` listens on
 */
async function assertSilence(
  cabling: Cabling,
  network: Network,
  port: number,
): Promise<void> {
  await using sentByPorch = await Capture.start(cabling, "porch");
  await using sentByHall = await Capture.start(cabling, "hall");
  const start = async (node: string) =>
    network.start(node, { wrapper: await onMachine(cabling, network, node) });
  const [hall, porch] = [await start("hall"), await start("porch")];
  await porch.waitFor(/Linked with "hall" over (?:onion|tcp)/, { seconds });
  await hall.waitFor("cuckoo: Received message", { seconds });
  for (const node of [porch, hall]) assert.equal(await node.stop(), 0);

  for (
    const [sent, own] of [[sentByPorch, SOCKS], [sentByHall, port]] as const
  ) {
    assert.ok(sent.packets.length > 10);
    assert.deepEqual(sent.packets.filter((line) => !isLocal(line, own)), []);
  }
}

/** That nobody learns from a node's packets whom it talks to. */
export function leakTests(
  tor: SharedTor,
  test: (name: string, fn: () => Promise<void>) => void,
): void {
  test("nodes that have only onion send no packet to anybody but their Tor, and ask no name server", async () => {
    await using cabling = await makeMachines();
    await using network = await makeNetwork({
      socksProxy: `127.0.0.1:${SOCKS}`,
    });
    const [key, door] = [OnionKey.generate(), network.path("door")];
    const toHall = { from: door, to: "127.0.0.1:6027", machine: "hall" };
    await lay([toTor(tor), toHall], cabling, network);
    const server = tor.network.of("server");
    await using _ = await publish(server, key, `unix:${door}`);
    await change(network, "hall", { address: key.name });
    await assertSilence(cabling, network, 6027);
  });

  test("nor do nodes with a control port, for known clients only", async () => {
    await using cabling = await makeMachines();
    const [port = 0] = freePorts(1);
    await using network = await makeNetwork(
      { socksProxy: `127.0.0.1:${SOCKS}` },
      { port, clientAuth: true },
    );
    const path = (name: string) => network.path(name);
    await change(network, "porch", { controlPort: path("orders-of-porch") });
    await change(network, "hall", { controlPort: path("orders-of-hall") });
    await settle(network, "hall");
    const [client, server] = [
      tor.network.of("client"),
      tor.network.of("server"),
    ];
    await lay(
      [
        toTor(tor),
        { from: path("orders-of-porch"), to: client.controlPort },
        { from: path("orders-of-hall"), to: server.controlPort },
        { from: `127.0.0.1:${port}`, to: path("door") },
        { from: path("door"), to: `127.0.0.1:${port}`, machine: "hall" },
      ],
      cabling,
      network,
    );
    await assertSilence(cabling, network, port);
  });

  test("nor do nodes that have tcp with an onion address", async () => {
    await using cabling = await makeMachines();
    const key = OnionKey.generate();
    const bindAddress = "127.0.0.1";
    const address = `${key.name}:${VIRTUAL_PORT}`;
    const socksProxy = `127.0.0.1:${SOCKS}`;
    await using network = await Network.make({
      porch: { transports: { tcp: { bindAddress, socksProxy } }, roles: TIMER },
      hall: { transports: { tcp: { bindAddress, address } }, roles: CUCKOO },
    });
    const door = network.path("door");
    const toHall = { from: door, to: "127.0.0.1:6020", machine: "hall" };
    await lay([toTor(tor), toHall], cabling, network);
    const server = tor.network.of("server");
    await using _ = await publish(server, key, `unix:${door}`);
    await assertSilence(cabling, network, 6020);
  });

  test("a node with transparent asks the system's name server, which a capture shows", async () => {
    await using cabling = await makeMachines();
    await using network = await makeNetwork({ transparent: true });
    await change(network, "hall", { address: OnionKey.generate().name });
    await using sent = await Capture.start(cabling, "porch");
    network.start("porch", {
      wrapper: await onMachine(cabling, network, "porch"),
    });
    await eventually(
      () => sent.packets.some((line) => line.includes(`${NAME_SERVER}.53: `)),
      () => `no query among: ${sent.packets.join("\n")}`,
    );
  });
}

/** Whether a packet goes between a program here and one that has a port. */
function isLocal(packet: string, port: number): boolean {
  const [, from, to] =
    /^lo +(?:In|Out) +IP 127\.0\.0\.1\.(\d+) > 127\.0\.0\.1\.(\d+): tcp \d+$/
      .exec(packet) ?? [];
  return Number(from) === port || Number(to) === port;
}
