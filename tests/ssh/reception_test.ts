import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { OnionKey } from "kozo";
import { eventually } from "../support/eventually.ts";
import { SocksProxy } from "../support/socks-proxy.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";
import { realEnvironment } from "../../core/environment.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { transportInfo as onionInfo } from "../../transports/onion.ts";
import { transportInfo } from "../../transports/tcp.ts";
import {
  fastEnvironment,
  makePair,
} from "../../core/contract/transport-pair.ts";

/** Nobody dials it through Tor. */
const ONION = {
  address: null,
  onionPort: null,
  incomingOnly: false,
  outgoingOnly: false,
  socketConnectionBacklog: 100,
  socksProxy: "127.0.0.1:1",
  transparent: false,
  controlPort: null,
  clientAuth: false,
};

/** A clock on which no time limit ever runs out. */
const patient = { ...realEnvironment, after: () => () => {} };

Deno.test("guarantee 4: strangers who hang up at once keep nobody waiting", async () => {
  const [a = 0, b = 0] = freePorts(2);
  const common = {
    address: ["127.0.0.1"],
    bindAddress: "127.0.0.1",
    socketConnectionBacklog: 100,
  };
  const { alice, bob } = makePair({
    info: transportInfo,
    options: [{ ...common, port: a }, { ...common, port: b }],
    environment: patient,
  });
  const { signal } = new AbortController();
  try {
    await bob.transport.bind();
    const accept = bob.transport.accept(signal);
    await Promise.all(Array.from({ length: 60 }, () => hangUp(b)));
    const near = await alice.transport.connect(alice.other, signal);
    const far = await accept;
    assert.equal(far.peer.name, "alice");
    await Promise.all([near.close(), far.close()]);
  } finally {
    alice.stop();
    bob.stop();
  }
});

Deno.test("guarantee 4: silent strangers do not hold their places for as long as a slow node may take", async () => {
  const [a = 0, b = 0] = freePorts(2);
  const config = (port: number) => ({ ...ONION, port });
  const lines: string[] = [];
  const { alice, bob } = makePair({
    info: onionInfo,
    options: [config(a), config(b)],
    environment: fastEnvironment(20),
    log: (text) => lines.push(text),
  });
  const { signal } = new AbortController();
  const strangers: Socket[] = [];
  try {
    await bob.transport.bind();
    void bob.transport.accept(signal).catch(() => {});
    const ends = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const { socket, end } = await holdOn(b);
        strangers.push(socket);
        return end;
      }),
    );
    await Promise.all(ends);
    const isRefused = () =>
      lines.some((line) => line.endsWith(": It has said nothing within 15 s"));
    await eventually(isRefused, () => lines.join("\n"));
  } finally {
    for (const socket of strangers) socket.destroy();
    alice.stop();
    bob.stop();
  }
});

Deno.test("guarantee 4: strangers who say a word and stand still make room for a node", async () => {
  const [a = 0, b = 0] = freePorts(2);
  await using proxy = await SocksProxy.start({ port: b });
  const environment = new VirtualEnvironment();
  const common = {
    bindAddress: "127.0.0.1",
    socketConnectionBacklog: 100,
    socksProxy: proxy.address,
    transparent: false,
  };
  const { alice, bob } = makePair({
    info: transportInfo,
    options: [
      { ...common, address: [], port: a },
      // Through Tor, a node may take 60 s.
      { ...common, address: [`${OnionKey.generate().name}:6027`], port: b },
    ],
    environment,
  });
  const { signal } = new AbortController();
  const strangers: Socket[] = [];
  try {
    await bob.transport.bind();
    const accept = bob.transport.accept(signal);
    for (let i = 0; i < 10; i++) {
      const { socket } = await holdOn(b);
      strangers.push(socket);
      socket.write("SSH-2.0-kozo_1\r\n");
      // He is in, and has been heard.
      await new Promise((resolve) => socket.once("data", resolve));
    }
    const dial = alice.transport.connect(alice.other, signal);
    dial.catch(() => {}); // it may fail before it is looked at
    await eventually(() => proxy.asked.length === 1, () => "nobody has come");
    await environment.advance(29);
    const [near, far] = await Promise.all([dial, accept]);
    await Promise.all([near.close(), far.close()]);
  } finally {
    for (const socket of strangers) socket.destroy();
    alice.stop();
    bob.stop();
  }
});

/** Connects, and says nothing. */
async function holdOn(port: number) {
  const socket = connect({ host: "127.0.0.1", port });
  const { promise: end, resolve } = Promise.withResolvers<void>();
  socket.on("error", () => {}).on("close", () => resolve()).resume();
  await new Promise<void>((resolve) => socket.on("connect", resolve));
  return { socket, end };
}

/** Connects, and resets the connection. */
function hangUp(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.on("error", () => {}).on("close", () => resolve());
    socket.on("connect", () => socket.resetAndDestroy());
  });
}
