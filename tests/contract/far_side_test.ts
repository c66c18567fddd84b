import assert from "node:assert/strict";
import { measureLink } from "../../scripts/lab/measure-link.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { Tcp, transportInfo } from "../../transports/tcp.ts";
import { LocalFarSide } from "./far/local-far-side.ts";
import { makeFarPair } from "./far/far-pair.ts";
import { FarProcess } from "./far/far-process.ts";
import { transportContract } from "./transport.ts";

const far = new FarProcess("transports/tcp.ts");

transportContract("tcp (two processes)", {
  info: transportInfo,
  makePair: (terms) => makeFarPair(far.place, terms),
  options,
});

Deno.test("measureLink() measures a link whose far end is in another process", async () => {
  const pair = makeFarPair(far.place, {
    info: transportInfo,
    options: options(),
  });
  await pair.bob.transport.init();
  await pair.bob.transport.bind();
  const lines = await Array.fromAsync(measureLink(pair));
  await pair.alice.stop();
  await pair.bob.stop();
  assert.match(lines.join("\n"), /^round trip of 100 bytes: \d+ ms \(.*\)$/m);
  assert.match(lines.join("\n"), /^throughput: [1-9]\d* KiB\/s$/m);
});

Deno.test("A far side that leaves something open says so when it is stopped", async () => {
  const [port = 0] = freePorts(1);
  let left: Deno.Listener | undefined;
  class Forgetful extends Tcp {
    override bind(): Promise<void> {
      left = Deno.listen({ hostname: "127.0.0.1", port });
      return Promise.resolve();
    }
  }
  const info = { ...transportInfo, class: Forgetful };
  const keys = [generateKeyPair(), generateKeyPair()] as const;
  const bob = new LocalFarSide(info, () => {});
  await bob.begin({ options: options(), keys });
  await bob.bind();
  await assert.rejects(bob.stop(), { message: "left open: a socket" });
  left?.close();
});

function options(): readonly [object, object] {
  const common = {
    address: ["127.0.0.1"],
    bindAddress: "127.0.0.1",
    socketConnectionBacklog: 10,
  };
  const [a, b] = freePorts(2);
  return [{ ...common, port: a }, { ...common, port: b }];
}
