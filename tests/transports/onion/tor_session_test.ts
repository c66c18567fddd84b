import assert from "node:assert/strict";
import { LinkError, LinkReason } from "kozo";
import { fastEnvironment } from "../../../core/contract/transport-pair.ts";
import { TorSession } from "../../../transports/onion/tor-session.ts";
import { eventually } from "../../support/eventually.ts";

Deno.test("a session gives up on whoever says nothing at the control port, and dials say that Tor is down", async () => {
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = silent.addr;
  const life = new AbortController();
  const lines: string[] = [];
  const session = new TorSession({
    endpoint: { host: "127.0.0.1", port },
    where: `127.0.0.1:${port}`,
    orders: [],
    environment: fastEnvironment(100),
    log: (level, text) => lines.push(`${level} ${text}`),
  });
  const running = session.run(life.signal);
  await eventually(() => lines.length > 0, () => "it has said nothing");
  assert.deepEqual(lines, [
    `warning Cannot give orders to Tor at 127.0.0.1:${port}: no answer within ` +
    "10 s",
  ]);
  await assert.rejects(
    session.ready(life.signal),
    (error) =>
      error instanceof LinkError && error.reason === LinkReason.TorDown,
  );
  life.abort();
  await running;
});
