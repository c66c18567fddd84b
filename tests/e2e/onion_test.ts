import assert from "node:assert/strict";
import { OnionKey } from "kozo";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { Network } from "../support/network.ts";
import { onlyLine, runKozo } from "../support/run-kozo.ts";

/** A port at which nobody listens. */
const NOBODY = "127.0.0.1:1";

const ADDRESS = OnionKey.generate().name;

/** A hall that others find, and a porch that dials it, without any Tor. */
function makeNetwork(hall: object, porch: object): Promise<Network> {
  const [port] = freePorts(1);
  const onion = { address: ADDRESS, port, socksProxy: NOBODY, ...hall };
  return Network.make({
    hall: { roleStorage: "storage", transports: { onion } },
    porch: {
      transports: {
        onion: { outgoingOnly: true, socksProxy: NOBODY, ...porch },
      },
    },
  });
}

Deno.test("without Tor a node runs, says that Tor is down, and stops as it should", async () => {
  await using network = await makeNetwork({}, {});
  const porch = network.start("porch");
  await porch.waitFor(
    /WRN link: No link to "hall": tor-down: Cannot reach Tor at 127\.0\.0\.1:1: nobody listens there; is Tor installed, and does it run\?/,
  );
  assert.equal(await porch.stop(), 0, porch.output);
});

Deno.test("without Tor a node that has a service of its own runs, and says that Tor is down", async () => {
  await using network = await makeNetwork(
    { controlPort: NOBODY, address: undefined },
    { controlPort: NOBODY },
  );
  const args = ["onion-address", "config.yml", "hall"];
  const { code, stdout } = await runKozo(network.folder, args);
  assert.equal(code, 0);
  const { hall } = network.config.system;
  const transports = hall?.transports as { onion: Record<string, unknown> };
  transports.onion.address = stdout.trim();
  await network.write();
  for (const name of ["hall", "porch"]) {
    const node = network.start(name);
    await node.waitFor(
      "WRN onion: Cannot give orders to Tor at 127.0.0.1:1: ",
    );
    await node.waitFor(`INF node: "${name}" is running`);
    assert.equal(await node.stop(), 0, node.output);
  }
});

Deno.test("kozo onion-address says what a node lacks that makes no service", async () => {
  await using network = await makeNetwork({}, {});
  for (const node of ["hall", "porch"]) {
    const args = ["onion-address", "config.yml", node];
    assert.match(
      onlyLine(await runKozo(network.folder, args), 1),
      /^kozo: Cannot tell the onion address of the node ".*": it makes no onion service; give it a transport "onion" with a "controlPort"$/,
    );
  }
});

Deno.test("kozo check says that nodes which both only dial cannot be linked", async () => {
  await using network = await makeNetwork(
    { outgoingOnly: true, address: undefined },
    {},
  );
  const { code, stdout } = await runKozo(network.folder, [
    ...["check", "config.yml"],
  ]);
  assert.equal(code, 0);
  assert.match(stdout, /warning: "hall" cannot be linked with "porch"/);
});
