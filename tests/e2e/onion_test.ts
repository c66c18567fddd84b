import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { OnionKey, onionKeyFile, provideOnionKey } from "kozo";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { documented } from "../docs/documented.ts";
import { consult } from "../support/doctor.ts";
import { eventually } from "../support/eventually.ts";
import { Network } from "../support/network.ts";
import { onlyLine, runKozo } from "../support/run-kozo.ts";
import { answering, UP, withListener } from "../transports/onion/fake-tor.ts";

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
  const [, , , ...args] = documented(
    "deno task kozo onion-address config.yml hall",
  );
  const { code, stdout } = await runKozo(network.folder, args);
  assert.equal(code, 0);
  const { hall } = network.config.system;
  const transports = hall?.transports as { onion: Record<string, unknown> };
  transports.onion.address = stdout.trim();
  await network.write();
  for (const name of ["hall", "porch"]) {
    const node = network.start(name);
    await node.waitFor(
      "WRN onion: tor-down: Cannot give orders to Tor at 127.0.0.1:1: ",
    );
    await node.waitFor(`INF node: "${name}" is running`);
    assert.equal(await node.stop(), 0, node.output);
  }
});

Deno.test("kozo onion-address says why a node has no address", async () => {
  await using network = await makeNetwork({}, { controlPort: NOBODY });
  const reasons = {
    hall:
      /: it makes no onion service; give it a transport "onion" with a "controlPort"$/,
    porch: /: it only dials, and so has none; remove "outgoingOnly", and set/,
  };
  for (const [node, reason] of Object.entries(reasons)) {
    const args = ["onion-address", "config.yml", node];
    const line = onlyLine(await runKozo(network.folder, args), 1);
    assert.match(line, /^kozo: Cannot tell the onion address of the node ".*"/);
    assert.match(line, reason);
  }
});

Deno.test("kozo check and the doctor say that nodes which both only dial cannot be linked", async () => {
  await using network = await makeNetwork(
    { outgoingOnly: true, address: undefined },
    {},
  );
  const { code, stdout } = await runKozo(network.folder, [
    ...["check", "config.yml"],
  ]);
  assert.equal(code, 0);
  const why = /by "outgoingOnly" both only dial; take it from one of them/;
  assert.match(stdout, /warning: "hall" cannot be linked with "porch"/);
  assert.match(stdout.replaceAll(/\s+/g, " "), why);
  const { diagnosis } = await consult(network, "hall", "porch", {
    config: "config.yml",
  });
  assert.equal(diagnosis.cause, "no-transport");
  assert.match(diagnosis.text, why);
});

Deno.test("a node that only is dialled promises no dial", async () => {
  await using network = await makeNetwork({ incomingOnly: true }, {});
  const node = network.start("hall");
  await node.waitFor('INF node: "hall" is running');
  const status = ["status", "--node=hall"];
  const { stdout } = await runKozo(network.folder, status);
  assert.match(stdout, /porch +not linked, it has to dial$/m);
  const data = await runKozo(network.folder, [...status, "--json"]);
  assert.equal(JSON.parse(data.stdout).peers[0].nextDial, null);
  assert.equal(await node.stop(), 0, node.output);
});

Deno.test("kozo doctor, in the place of a node, has Tor make no service and makes no key", async () => {
  const asked: string[] = [];
  await using network = await makeNetwork({}, {});
  const controlPort = network.path("control");
  const { hall, porch } = network.config.system;
  const block = { socksProxy: NOBODY, port: freePorts(1)[0], controlPort };
  const onion = { ...block, address: ADDRESS, clientAuth: true };
  network.config.system.hall = { ...hall, transports: { onion } };
  network.config.system.porch = {
    ...porch,
    transports: {
      onion: { ...block, address: OnionKey.generate().name, clientAuth: true },
    },
  };
  await network.write();
  const serve = (socket: Socket) => {
    socket.on("data", (bytes) => asked.push(String(bytes)));
    answering(UP)(socket);
  };
  await withListener({ path: controlPort }, serve, async () => {
    const { findings } = await consult(network, "hall", "porch", {
      config: "config.yml",
    });
    assert.match(findings.at(-1)?.text ?? "", /Cannot reach Tor at 127\.0/);
  });
  const said = asked.join("");
  assert.match(said, /^ONION_CLIENT_AUTH_ADD /m);
  // The node itself may have the same key there.
  assert.doesNotMatch(said, /ADD_ONION|ONION_CLIENT_AUTH_REMOVE/);
  await assert.rejects(Deno.stat(network.path("transports")));
});

Deno.test("a node that stops has Tor forget its keys", async () => {
  const asked: string[] = [];
  await using network = await makeNetwork(
    { clientAuth: true, controlPort: NOBODY },
    {},
  );
  const controlPort = network.path("control");
  const { porch } = network.config.system;
  network.config.system.porch = {
    ...porch,
    transports: {
      onion: { outgoingOnly: true, socksProxy: NOBODY, controlPort },
    },
  };
  await network.write();
  const serve = (socket: Socket) => {
    socket.on("data", (bytes) => asked.push(String(bytes)));
    answering(UP)(socket);
  };
  await withListener({ path: controlPort }, serve, async () => {
    const node = network.start("porch");
    await node.waitFor("INF onion: Tor is ready");
    assert.equal(await node.stop(), 0, node.output);
    await eventually(
      () => asked.join("").includes("ONION_CLIENT_AUTH_REMOVE"),
      () => asked.join(""),
      5,
    );
  });
});

/** A hall whose service its Tor makes, and what is done with it. */
interface Household {
  readonly network: Network;
  /** What the Tor of both nodes was asked, and when a connection ended. */
  readonly asked: string[];
  /** Changes the options of a node's `onion`. */
  change(node: string, options: object): Promise<void>;
}

async function withHousehold(
  hall: object,
  work: (household: Household) => Promise<void>,
): Promise<void> {
  await using network = await makeNetwork({}, {});
  const controlPort = network.path("control");
  const file = onionKeyFile(network.path("transports"), "hall", "onion");
  const { name: address } = await provideOnionKey(file);
  const change = async (node: string, options: object) => {
    const { onion } = network.config.system[node]?.transports as {
      onion: object;
    };
    Object.assign(onion, options);
    await network.write();
  };
  await change("hall", { address, controlPort, ...hall });
  const asked: string[] = [];
  const serve = (socket: Socket) => {
    socket.on("data", (bytes) => asked.push(String(bytes)));
    socket.on("close", () => asked.push("closed"));
    answering(UP)(socket);
  };
  const household = { network, asked, change };
  await withListener({ path: controlPort }, serve, () => work(household));
}

Deno.test("one reload may shut a service to strangers and name the first who may come", async () => {
  await withHousehold({}, async ({ network, asked, change }) => {
    const node = network.start("hall");
    await node.waitFor("INF onion: unpublished: Tor is to publish ");
    await change("porch", { controlPort: network.path("control") });
    await change("hall", { clientAuth: true });
    const reload = await runKozo(network.folder, ["reload", "--node=hall"]);
    assert.equal(reload.code, 0, reload.stderr);
    await eventually(
      () => asked.join("").includes("ClientAuthV3="),
      () => asked.join("\n"),
    );
    assert.doesNotMatch(node.output, /lets nobody in/);
    assert.equal(await node.stop(), 0, node.output);
  });
});

Deno.test("a reload that shuts a service to all is refused, and the service stays", async () => {
  await withHousehold({}, async ({ network, asked, change }) => {
    const node = network.start("hall");
    await node.waitFor("INF onion: unpublished: Tor is to publish ");
    await change("hall", { clientAuth: true });
    const { code, stderr } = await runKozo(network.folder, [
      ...["reload", "--node=hall"],
    ]);
    assert.equal(code, 8);
    assert.match(stderr, /"clientAuth" of "hall" lets nobody in: /);
    const services = () => asked.join("").match(/ADD_ONION.*/g) ?? [];
    await eventually(() => services().length === 2, () => asked.join("\n"));
    assert.equal(services()[0], services()[1]);
    assert.equal(await node.stop(), 0, node.output);
  });
});

Deno.test("a service that a reload leaves to nobody is taken from Tor; the node says so, and runs on", async () => {
  await withHousehold({}, async ({ network, asked, change }) => {
    const controlPort = network.path("control");
    await change("porch", { controlPort });
    await change("hall", { clientAuth: true });
    const node = network.start("hall");
    await node.waitFor("INF onion: unpublished: Tor is to publish ");
    await change("porch", { controlPort: undefined });
    const reload = () => runKozo(network.folder, ["reload", "--node=hall"]);
    assert.equal((await reload()).code, 0);
    await node.waitFor(/WRN onion: unpublished: "clientAuth" of "hall" lets /);
    // With the connection over which it was ordered Tor drops the service.
    await eventually(() => asked.includes("closed"), () => asked.join("\n"));
    assert.equal(asked.join("").split("ADD_ONION ").length, 2);
    const status = await runKozo(network.folder, ["status", "--node=hall"]);
    assert.match(
      status.stdout,
      /^transport onion: unpublished: "clientAuth" /m,
    );
    await change("porch", { controlPort });
    assert.equal((await reload()).code, 0);
    await eventually(
      () => asked.join("").split("ADD_ONION ").length === 3,
      () => asked.join("\n"),
    );
    assert.equal(await node.stop(), 0, node.output);
  });
});
