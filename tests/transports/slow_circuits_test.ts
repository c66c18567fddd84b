import assert from "node:assert/strict";
import { type Channel, LinkError, LinkReason, OnionKey } from "kozo";
import { makePair, type Side } from "../../core/contract/transport-pair.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { transportInfo as onion } from "../../transports/onion.ts";
import { transportInfo as tcp } from "../../transports/tcp.ts";
import { eventually } from "../support/eventually.ts";
import { SocksProxy } from "../support/socks-proxy.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const NAME = OnionKey.generate().name;

/** Options of `tcp` that a dial through Tor has to do with. */
function tcpOptions(port: number, address: string[], socksProxy: string) {
  const bindAddress = "127.0.0.1";
  const rest = { socketConnectionBacklog: 10, transparent: false };
  return { address, bindAddress, port, socksProxy, ...rest };
}

/** Likewise of `onion`. */
function onionOptions(port: number, address: string[], socksProxy: string) {
  return {
    address: address[0]?.split(":")[0] ?? null,
    port,
    onionPort: 6027,
    incomingOnly: false,
    outgoingOnly: address.length === 0,
    socketConnectionBacklog: 10,
    socksProxy,
    transparent: false,
    controlPort: null,
    clientAuth: false,
  };
}

/** By what two nodes can reach each other through Tor. */
const KINDS = [
  { name: "tcp to an onion address", info: tcp, options: tcpOptions },
  { name: "onion", info: onion, options: onionOptions },
] as const;

/** What alice dials, and when she does. */
interface Stage {
  readonly alice: Side;
  readonly bob: Side;
  readonly proxy: SocksProxy;
  readonly environment: VirtualEnvironment;
}

/** Alice can dial bob through a proxy only. */
async function withProxy(
  { info, options }: typeof KINDS[number],
  work: (stage: Stage) => Promise<void>,
  code = 0,
): Promise<void> {
  const [a = 0, b = 0] = freePorts(2);
  const environment = new VirtualEnvironment();
  await using proxy = await SocksProxy.start({ port: b, code });
  const { alice, bob } = makePair({
    info,
    options: [
      options(a, [], proxy.address),
      options(b, [`${NAME}:6027`], "127.0.0.1:1"),
    ],
    environment,
  });
  try {
    await bob.transport.bind();
    await work({ alice, bob, proxy, environment });
  } finally {
    alice.stop();
    bob.stop();
  }
}

/** Both ends of what comes of a dial. */
async function link({ alice, bob }: Stage): Promise<[Channel, Channel]> {
  const { signal } = new AbortController();
  return await Promise.all([
    alice.transport.connect(alice.other, signal),
    bob.transport.accept(signal),
  ]);
}

for (const kind of KINDS) {
  Deno.test(`${kind.name}: a handshake that takes 50 s is waited for at both ends`, async () => {
    await withProxy(kind, async (stage) => {
      const { proxy, environment } = stage;
      proxy.hold();
      const linking = link(stage);
      linking.catch(() => {}); // it may fail before it is looked at
      // The first words have passed, and the keys that follow them.
      const isStarted = () => proxy.withheld > 100;
      await eventually(isStarted, () => `${proxy.withheld} bytes`);
      await environment.advance(50);
      proxy.release();
      const [near, far] = await linking;
      await Promise.all([near.close(), far.close()]);
    });
  });

  Deno.test(`${kind.name}: a link survives 20 s of silence at both ends`, async () => {
    await withProxy(kind, async (stage) => {
      const [near, far] = await link(stage);
      const patience = (channel: Channel, { transport }: Side) =>
        channel.patience ?? transport.getPatience();
      assert.equal(patience(near, stage.alice), 20);
      assert.equal(patience(far, stage.bob), 20);
      await Promise.all([near.close(), far.close()]);
    });
  });

  Deno.test(`${kind.name}: a circuit that is torn down is told from a connection that is lost`, async () => {
    await withProxy(kind, async (stage) => {
      const [near, far] = await link(stage);
      stage.proxy.tearDown();
      await assert.rejects(
        near.receive(),
        (error) =>
          error instanceof LinkError && error.reason === LinkReason.Circuit,
      );
      await Promise.all([near.close(), far.close()]);
    });
  });

  Deno.test(`${kind.name}: what Tor says of a service that it does not find is the reason`, async () => {
    await withProxy(kind, async ({ alice }) => {
      const { signal } = new AbortController();
      await assert.rejects(
        alice.transport.connect(alice.other, signal),
        (error) =>
          error instanceof LinkError && error.reason === LinkReason.Unpublished,
      );
    }, 0xf0);
  });
}

Deno.test("tcp has the patience of Tor only where Tor is", async () => {
  const [a = 0, b = 0] = freePorts(2);
  const nobody = "127.0.0.1:1";
  const { alice, bob } = makePair({
    info: tcp,
    options: [
      tcpOptions(a, ["127.0.0.1"], nobody),
      tcpOptions(b, ["127.0.0.1", NAME], nobody),
    ],
  });
  try {
    await bob.transport.bind();
    const { signal } = new AbortController();
    const [near, far] = await Promise.all([
      alice.transport.connect(alice.other, signal),
      bob.transport.accept(signal),
    ]);
    assert.equal(near.patience ?? alice.transport.getPatience(), 0);
    await Promise.all([near.close(), far.close()]);
  } finally {
    alice.stop();
    bob.stop();
  }
});
