import assert from "node:assert/strict";
import { OnionKey, System } from "kozo";
import { makePair } from "../../../core/contract/transport-pair.ts";
import { DEFAULT_SETTINGS } from "../../../core/config/settings.ts";
import { Peer } from "../../../core/link/peer.ts";
import { Topics } from "../../../core/wire/topics.ts";
import { freePorts } from "../../../scripts/testnet/ports.ts";
import { transportInfo } from "../../../transports/onion.ts";
import { eventually } from "../../support/eventually.ts";
import { SocksProxy } from "../../support/socks-proxy.ts";
import { VirtualEnvironment } from "../../support/virtual-environment.ts";

/** Seconds for which a service is out of reach. */
const OUTAGE = 600;

/** Seconds by which the clock goes on at a time; all is as late at most. */
const STEP = 0.5;

const { connectionRetry } = DEFAULT_SETTINGS;

/** Options of an `onion`, but for where it is and whom it asks. */
const OPTIONS = {
  onionPort: 6027,
  incomingOnly: false,
  socketConnectionBacklog: 10,
  transparent: false,
  controlPort: null,
  clientAuth: false,
};

/** When, in seconds, a node asks Tor for a service that it does not get. */
async function attempts(code: number): Promise<readonly number[]> {
  const environment = new VirtualEnvironment();
  const clock = () => environment.monotonic();
  await using proxy = await SocksProxy.start({ port: 1, code }, clock);
  const [port = 0] = freePorts(1);
  const options = { ...OPTIONS, port, socksProxy: proxy.address };
  const address = OnionKey.generate().name;
  const { alice, bob } = makePair({
    info: transportInfo,
    options: [
      { ...options, address: null, outgoingOnly: true },
      { ...options, address, outgoingOnly: false },
    ],
    environment,
  });
  const nodes = [alice.transport, alice.other].map((transport) => {
    transport.node.transports.set(transport.name, transport);
    return [transport.node.name, transport.node] as const;
  });
  const peer = new Peer({
    system: new System(new Map(nodes), alice.transport.node, "fingerprint"),
    node: alice.other.node,
    environment,
    instance: "alice",
    topics: new Topics(),
    log: () => {},
    receive: () => {},
    drop: () => {},
  });
  const life = new AbortController();
  const running = peer.run(life.signal);
  try {
    while (environment.monotonic() < OUTAGE) {
      await environment.advance(STEP);
      const isOver = () => peer.state !== "dialling";
      await eventually(isOver, () => `at ${environment.monotonic()} s`);
    }
  } finally {
    life.abort();
    await running;
    alice.stop();
    bob.stop();
  }
  return proxy.asked;
}

/** The most that may come in a time in which a pause is half its limit. */
const MOST = 3 * OUTAGE / connectionRetry + Math.log2(connectionRetry) + 1;

for (
  const [what, code] of [
    ["Tor does not find a service", 0xf0],
    ["no circuit to a service can be built", 0xf7],
    ["nobody is behind a service", 0x05],
  ] as const
) {
  Deno.test(`a node does not hammer Tor while ${what}, nor does it give up`, async () => {
    const asked = await attempts(code);
    assert.ok(asked.length <= MOST, `${asked.length}: ${asked}`);
    const pauses = [...asked.slice(1), OUTAGE]
      .map((at, i) => at - (asked[i] ?? 0));
    assert.ok(Math.max(...pauses) <= connectionRetry + STEP, `${asked}`);
  });
}

Deno.test("a node asks for a service that is not for it no more often than connectionRetry", async () => {
  const asked = await attempts(0xf4);
  const pauses = asked.slice(1).map((at, i) => at - (asked[i] ?? 0));
  assert.ok(asked.length > 1);
  assert.ok(pauses.every((one) => one >= connectionRetry - STEP), `${asked}`);
});
