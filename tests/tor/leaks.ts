import assert from "node:assert/strict";
import { OnionKey } from "kozo";
import { ROOT } from "../../scripts/support/root.ts";
import { Cabling } from "../support/namespaces.ts";
import { eventually } from "../support/eventually.ts";
import type { Network } from "../support/network.ts";
import { Capture } from "./capture.ts";
import { change, makeOnionNetwork, PATIENCE } from "./onion-network.ts";
import { publish, VIRTUAL_PORT } from "./publish.ts";
import type { SharedTor } from "./shared-tor.ts";

const seconds = PATIENCE;

/** Where Tor seems to listen on the machine of each node. */
const SOCKS = 9050;

/** The machine that a name server could be on. */
const NAME_SERVER = "10.77.0.3";

const FORWARD = `${ROOT}/tests/tor/forward.ts`;

/**
 * Two machines on a network, each with a node and what leads to its Tor, and a
 * name server for both that answers nothing.
 */
async function makeMachines(): Promise<Cabling> {
  const cabling = await Cabling.lan("porch", "hall", "world");
  for (const machine of ["porch", "hall"]) {
    await cabling.ip(machine, "route", "add", "default", "via", NAME_SERVER);
  }
  return cabling;
}

/** What starts a program on a machine that asks the name server. */
async function onMachine(
  cabling: Cabling,
  network: Network,
  machine: string,
): Promise<string[]> {
  const file = network.path("resolv.conf");
  await Deno.writeTextFile(file, `nameserver ${NAME_SERVER}\n`);
  // The mounts of `ip netns exec` are its own.
  const bind = `mount --bind "${file}" /etc/resolv.conf && exec "$@"`;
  // Deno would look for a newer one; the executable and the task say no, too.
  const env = ["env", "DENO_NO_UPDATE_CHECK=1"];
  return [...cabling.inside(machine), "sh", "-c", bind, "sh", ...env];
}

/** A network whose `porch` dials `hall`. */
function makeNetwork(porch: object): Promise<Network> {
  return makeOnionNetwork({
    porch: {
      onion: { outgoingOnly: true, ...porch },
      roles: { timer1: { type: "timer", tick: 0.2 } },
    },
    hall: {
      onion: { incomingOnly: true, onionPort: VIRTUAL_PORT },
      roles: { cuckoo: { timer: "timer1" } },
    },
  });
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
    const { socksPath } = tor.network.of("client");
    const cables = [
      ["porch", `127.0.0.1:${SOCKS}`, socksPath],
      ["hall", door, "127.0.0.1:6027"],
    ] as const;
    for (const [machine, from, to] of cables) {
      const wrapper = cabling.inside(machine);
      await network.run([from, to], FORWARD, wrapper).waitFor("ready");
    }
    await using _ = await publish(
      tor.network.of("server"),
      key,
      `unix:${door}`,
    );
    await change(network, "hall", { address: key.name });
    await using sentByPorch = await Capture.start(cabling, "porch");
    await using sentByHall = await Capture.start(cabling, "hall");
    const start = async (node: string) =>
      network.start(node, {
        wrapper: await onMachine(cabling, network, node),
      });
    const [hall, porch] = [await start("hall"), await start("porch")];
    await porch.waitFor('Linked with "hall" over onion', { seconds });
    await hall.waitFor("cuckoo: Received message", { seconds });
    for (const node of [porch, hall]) assert.equal(await node.stop(), 0);

    assert.ok(sentByPorch.packets.length > 10);
    assert.ok(sentByHall.packets.length > 10);
    const { packets } = sentByPorch;
    assert.deepEqual(packets.filter((line) => !isLocal(line, SOCKS)), []);
    assert.deepEqual(
      sentByHall.packets.filter((line) => !isLocal(line, 6027)),
      [],
    );
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
