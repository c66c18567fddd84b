import assert from "node:assert/strict";
import { LinkError, LinkReason } from "kozo";
import { fastEnvironment } from "../../core/contract/transport-pair.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { TorProcess } from "../../scripts/tor/tor-process.ts";
import { commonTorrc, nodeTorrc } from "../../scripts/tor/torrc.ts";
import { TorSession } from "../../transports/onion/tor-session.ts";
import { eventually } from "../support/eventually.ts";

/** How much faster than a real one a dial gives up that waits for Tor. */
const HASTE = 8;

/** A Tor whose network is not there. */
async function startLonelyTor(folder: string, control: number) {
  const [socks = 0, orPort = 0, dirPort = 0] = freePorts(3);
  const nobody = "A".repeat(40);
  const authority = { name: "nobody", voter: nobody, relay: nobody };
  return await TorProcess.start(
    folder,
    commonTorrc(folder, { ...authority, orPort, dirPort }) +
      nodeTorrc(folder, { socks, control }),
  );
}

/** A Tor that has not found its way into its network yet. */
export function startingTests(): void {
  Deno.test("a dial that waits for a Tor that does not get ready: tor-starting, and how far Tor is", async () => {
    const folder = await Deno.makeTempDir({ prefix: "kozo-tor-" });
    const [port = 0] = freePorts(1);
    const tor = await startLonelyTor(folder, port);
    const life = new AbortController();
    const lines: string[] = [];
    const session = new TorSession({
      endpoint: { host: "127.0.0.1", port },
      where: `127.0.0.1:${port}`,
      orders: { orders: [], farewell: [] },
      environment: fastEnvironment(HASTE),
      log: (_level, text) => lines.push(text),
    });
    const running = session.run(life.signal);
    const said = (line: RegExp) =>
      eventually(
        () => lines.some((text) => line.test(text)),
        () => `no ${line} in:\n${lines.join("\n")}`,
      );
    try {
      await said(/^tor-starting: Tor is still starting: \d+ %, /);
      await assert.rejects(session.ready(life.signal), (error) => {
        assert.ok(error instanceof LinkError);
        assert.equal(error.reason, LinkReason.TorStarting);
        assert.match(error.message, /^Tor is still starting: \d+ %, \w+/);
        return true;
      });
      await tor.kill();
      await said(/^tor-down: Cannot give orders to Tor at /);
      await assert.rejects(
        session.ready(life.signal),
        (error) =>
          error instanceof LinkError && error.reason === LinkReason.TorDown,
      );
    } finally {
      life.abort();
      await running;
      await tor.kill();
      await Deno.remove(folder, { recursive: true });
    }
  });
}
