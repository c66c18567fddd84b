import assert from "node:assert/strict";
import { connect } from "node:net";
import { realEnvironment } from "../../core/environment.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { transportInfo } from "../../transports/tcp.ts";
import { makePair } from "../../core/contract/transport-pair.ts";

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

/** Connects, and resets the connection. */
function hangUp(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.on("error", () => {}).on("close", () => resolve());
    socket.on("connect", () => socket.resetAndDestroy());
  });
}
