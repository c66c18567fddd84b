import assert from "node:assert/strict";
import { OnionKey } from "kozo";
import { freePorts } from "../../scripts/testnet/ports.ts";
import type { Network } from "../support/network.ts";
import {
  change,
  dials,
  makeOnionNetwork,
  PATIENCE,
  serves,
  settle,
} from "./onion-network.ts";
import { publish, VIRTUAL_PORT } from "./publish.ts";
import type { SharedTor } from "./shared-tor.ts";

const seconds = PATIENCE;

/** A porch that dials a hall, which is not there. */
function porchAndHall(tor: SharedTor): Promise<Network> {
  return makeOnionNetwork({
    hall: { onion: { onionPort: VIRTUAL_PORT } },
    porch: { onion: dials(tor.network.of("client")) },
  });
}

/** What may be wrong: each has its own reason, and the node lives on. */
export function faultTests(tor: SharedTor): void {
  Deno.test("an onion service that nobody has published: unpublished", async () => {
    await using network = await porchAndHall(tor);
    await change(network, "hall", { address: OnionKey.generate().name });
    const porch = network.start("porch");
    await porch.waitFor('No link to "hall": unpublished: ', { seconds });
    const doctor = network.run(["doctor", "hall", "--node", "porch"]);
    await doctor.waitFor(/is the node up, and its Tor/, { seconds });
    await doctor.ended;
    assert.equal(await porch.stop(), 0);
  });

  Deno.test("an onion service behind which no node runs: refused", async () => {
    await using network = await porchAndHall(tor);
    const [key, [port = 0]] = [OnionKey.generate(), freePorts(1)];
    await using _ = await publish(tor.network.of("server"), key, port);
    await change(network, "hall", { address: key.name });
    const porch = network.start("porch");
    await porch.waitFor('No link to "hall": refused: ', { seconds });
    assert.equal(await porch.stop(), 0);
  });

  Deno.test("a web server behind the onion address: handshake", async () => {
    await using network = await porchAndHall(tor);
    await using web = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      () => new Response("Hello"),
    );
    const key = OnionKey.generate();
    const server = tor.network.of("server");
    await using _ = await publish(server, key, web.addr.port);
    await change(network, "hall", { address: key.name });
    const porch = network.start("porch");
    await porch.waitFor('No link to "hall": handshake: ', { seconds });
    assert.equal(await porch.stop(), 0);
  });

  Deno.test("an onion service that answers with another node's key: wrong-host-key", async () => {
    await using network = await makeOnionNetwork({
      hall: { onion: serves(tor.network.of("server")) },
      cellar: { onion: serves(tor.network.of("server")) },
      porch: { onion: dials(tor.network.of("client")) },
    });
    const address = await settle(network, "hall");
    await settle(network, "cellar");
    const hall = network.start("hall");
    await hall.waitFor(`Published as ${address}`, { seconds });
    await change(network, "cellar", { address });
    const porch = network.start("porch");
    await porch.waitFor('No link to "cellar": wrong-host-key: ', { seconds });
    await porch.waitFor('Linked with "hall"', { seconds });
    for (const node of [hall, porch]) assert.equal(await node.stop(), 0);
  });

  Deno.test("a link whose circuit ends without a word: circuit", async () => {
    await using network = await makeOnionNetwork({
      hall: { onion: serves(tor.network.of("server")) },
      porch: { onion: dials(tor.network.of("client")) },
    });
    await settle(network, "hall");
    const [hall, porch] = [network.start("hall"), network.start("porch")];
    await porch.waitFor('Linked with "hall"', { seconds });
    await hall.kill();
    await porch.waitFor('Link with "hall" ended: circuit: ', { seconds });
    assert.equal(await porch.stop(), 0);
  });

  Deno.test("an onion address among those of tcp is reached through Tor", async () => {
    await using network = await makeOnionNetwork({ hall: { onion: {} } });
    const [key, [port = 0]] = [OnionKey.generate(), freePorts(1)];
    await using _ = await publish(tor.network.of("server"), key, port);
    const { socksProxy } = tor.network.of("client");
    const bindAddress = "127.0.0.1";
    const { system } = network.config;
    Object.assign(system.hall ?? {}, {
      transports: {
        tcp: { address: `${key.name}:${VIRTUAL_PORT}`, bindAddress, port },
      },
    });
    system.porch = {
      privateKey: "porch",
      publicKey: await network.makeKey("porch"),
      transports: { tcp: { bindAddress, port: freePorts(1)[0], socksProxy } },
    };
    await network.write();
    const [hall, porch] = [network.start("hall"), network.start("porch")];
    await porch.waitFor('Linked with "hall" over tcp: it was dialled', {
      seconds,
    });
    for (const node of [hall, porch]) assert.equal(await node.stop(), 0);
  });
}
