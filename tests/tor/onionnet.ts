import assert from "node:assert/strict";
import { OnionKey } from "kozo";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { documentedTask } from "../docs/documented.ts";
import { eventually } from "../support/eventually.ts";
import { CUCKOO_LINE } from "../support/localnet.ts";
import type { Network } from "../support/network.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { Testnet } from "../scripts/testnet-process.ts";
import {
  change,
  dials,
  ended,
  makeOnionNetwork,
  PATIENCE,
  serves,
  settle,
} from "./onion-network.ts";
import { VIRTUAL_PORT } from "./publish.ts";
import type { SharedTor } from "./shared-tor.ts";

const seconds = PATIENCE;

/** What a tick leaves in the log when node1 is linked with node3, too. */
const TICK_LINE = /<timer1@node1> Timer sent /;

/** Waits for a line of node3's log, later than `from` in it. */
async function logged(
  network: Network,
  line: RegExp,
  from = 0,
): Promise<void> {
  const tail = async () => (await network.read("node3.log")).slice(from);
  const complain = async () => `no line is like ${line}: ${await tail()}`;
  await eventually(async () => line.test(await tail()), complain, seconds);
}

/** The network of 2014 that talks through Tor. */
export function onionnetTests(tor: SharedTor): void {
  Deno.test("the onionnet: ticks of node1 are heard by node2 and written down by node3, also after node2's Tor was killed and has restarted", async () => {
    const { signal } = new AbortController();
    const [client, server] = [
      tor.network.of("client"),
      tor.network.of("server"),
    ];
    // As an administrator would set it up.
    const [key, [port = 0]] = [OnionKey.generate(), freePorts(1)];
    const service = { key, port, virtualPort: VIRTUAL_PORT };
    const tor2 = await tor.network.join({ node: "node2", service }, signal);
    const logger = { file: "node3.log", nodeRestrict: "*" };
    await using network = await makeOnionNetwork({
      node1: {
        onion: dials(client),
        roles: { timer1: { type: "timer", tick: 0.2 } },
      },
      node2: {
        onion: {
          ...{ address: key.name, port, onionPort: VIRTUAL_PORT },
          socksProxy: tor2.socksProxy,
        },
        roles: { cuckoo: { timer: "timer1" } },
      },
      node3: {
        onion: { ...serves(server), incomingOnly: true },
        roles: { logger },
      },
    });
    await settle(network, "node3");
    const node3 = network.start("node3");
    await node3.waitFor("Published as ", { seconds });
    const [node1, node2] = [network.start("node1"), network.start("node2")];
    // Each over a link of its own: which is there first is not said.
    await logged(network, CUCKOO_LINE);
    await logged(network, TICK_LINE);

    await tor2.kill();
    await node2.waitFor(ended("node3"), { seconds });
    tor2.restart();
    for (const node of [node1, node3]) {
      await node.waitFor(ended("node2"), { seconds });
    }
    // What comes from now on has come over a new link.
    const { length } = await network.read("node3.log");
    await logged(network, CUCKOO_LINE, length);
    for (const node of [node1, node2, node3]) {
      assert.equal(await node.stop(), 0, node.output);
    }
    await tor2.stop();
  });

  Deno.test("a node that has moved to another onion address is found there", async () => {
    await using network = await makeOnionNetwork({
      hall: { onion: serves(tor.network.of("server")) },
      porch: { onion: dials(tor.network.of("client")) },
    });
    const first = await settle(network, "hall");
    const [hall, porch] = [network.start("hall"), network.start("porch")];
    await porch.waitFor('Linked with "hall"', { seconds });
    for (const node of [hall, porch]) assert.equal(await node.stop(), 0);

    await Deno.remove(network.path("transports/hall.onion.onion-key"));
    const second = await settle(network, "hall");
    assert.notEqual(second, first);
    const moved = network.start("hall");
    await moved.waitFor(`Published as ${second}`, { seconds });
    const follower = network.start("porch");
    await follower.waitFor('Linked with "hall"', { seconds });
    await change(network, "hall", { address: first });
    const straggler = network.start("porch");
    await straggler.waitFor('No link to "hall": ', { seconds });
    for (const node of [moved, follower, straggler]) {
      assert.equal(await node.stop(), 0);
    }
  });

  Deno.test("deno task testnet onionnet --tor-socks uses a Tor that runs already", async () => {
    const { socksProxy, controlPort } = tor.network.of("client");
    await using testnet = new Testnet([
      ...["onionnet", "--tor-socks", socksProxy],
      ...["--tor-control", controlPort],
    ]);
    await testnet.waitFor(/^node3 \| .*<cuckoo@node2> Cuckoo received/m);
    testnet.signal("SIGINT");
    assert.equal((await testnet.end()).code, 0);
  });

  Deno.test("deno task testnet onionnet brings its own Tor network, and takes it down again", async () => {
    const command = documentedTask("deno task testnet onionnet");
    // Another such network of the machine is elsewhere.
    await withFolder(async (folder) => {
      const environment = { TMPDIR: folder };
      await using testnet = new Testnet([], command, [], environment);
      await testnet.waitFor(/^Tor: waiting for the onion services /m);
      await testnet.waitFor(/^node3 \| .*<cuckoo@node2> Cuckoo received/m);
      assert.ok((await torsBelow(folder)).length > 0);
      testnet.signal("SIGINT");
      assert.equal((await testnet.end()).code, 0);
      assert.deepEqual(await torsBelow(folder), []);
    });
  });
}

/** The processes whose command line names a folder, or what is in it. */
async function torsBelow(folder: string): Promise<string[]> {
  const pids = await Array.fromAsync(Deno.readDir("/proc"), ({ name }) => name);
  const lines = await Promise.all(
    pids.filter((pid) => /^\d+$/.test(pid)).map((pid) =>
      Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "")
    ),
  );
  return lines.filter((line) => line.includes(folder));
}
