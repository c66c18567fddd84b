import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import { dialThroughTor, LinkError, LinkReason, torEndpointFault } from "kozo";

/** A name that has a right checksum. */
const NAME = "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kead.onion";

/** What a proxy answers, one after the other, to whatever it hears. */
const GRANTED = [[5, 2], [1, 0], [5, 0, 0, 1, 0, 0, 0, 0, 0, 0]];

/** A proxy that says what it is told to; then it is silent, or hangs up. */
async function withProxy(
  answers: readonly (readonly number[])[],
  work: (proxy: string, heard: Uint8Array[]) => Promise<void>,
  hangsUp = false,
): Promise<void> {
  const heard: Uint8Array[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    const left = answers.values();
    socket.on("error", () => {});
    socket.on("data", (bytes: Uint8Array) => {
      heard.push(bytes);
      const answer = left.next().value;
      if (answer !== undefined) socket.write(Uint8Array.from(answer));
      else if (hangsUp) socket.end();
    });
  });
  await new Promise<void>((resolve) =>
    server.listen({ host: "127.0.0.1", port: 0 }, resolve)
  );
  const address = server.address();
  if (typeof address !== "object") throw new TypeError("no port");
  try {
    await work(`127.0.0.1:${address?.port}`, heard);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The reason for which a dial fails, and what it says. */
async function failureOf(
  proxy: string,
  host = NAME,
  { signal } = new AbortController(),
): Promise<LinkError> {
  try {
    const socket = await dialThroughTor(host, 6027, proxy, signal);
    socket.destroy();
  } catch (error) {
    assert.ok(error instanceof LinkError, `Not a LinkError: ${error}`);
    return error;
  }
  throw new assert.AssertionError({ message: "it has not failed" });
}

Deno.test("dialThroughTor() leaves in the socket what comes behind the reply", async () => {
  const [method = [], status = [], reply = []] = GRANTED;
  const answers = [method, status, [
    ...reply,
    ...new TextEncoder().encode("Hi"),
  ]];
  await withProxy(answers, async (proxy, heard) => {
    const { signal } = new AbortController();
    const socket = await dialThroughTor(NAME, 6027, proxy, signal);
    const first = await new Promise((resolve) => socket.once("data", resolve));
    assert.equal(String(first), "Hi");
    assert.ok(heard.length === 3);
    socket.destroy();
  });
});

Deno.test("dialThroughTor() has new credentials for each attempt, so that Tor takes a new circuit", async () => {
  await withProxy(GRANTED, async (proxy, heard) => {
    const { signal } = new AbortController();
    for (let i = 0; i < 3; i++) {
      (await dialThroughTor(NAME, 6027, proxy, signal)).destroy();
    }
    const credentials = heard.filter(([version]) => version === 1)
      .map((bytes) => bytes.toHex());
    assert.equal(new Set(credentials).size, 3);
  });
});

const REFUSALS: readonly (readonly [number, LinkReason])[] = [
  [0x01, LinkReason.Refused],
  [0x04, LinkReason.Unpublished],
  [0x05, LinkReason.Refused],
  [0x06, LinkReason.Timeout],
  [0x55, LinkReason.Circuit],
  [0xf0, LinkReason.Unpublished],
  [0xf2, LinkReason.Circuit],
  [0xf4, LinkReason.ClientAuth],
  [0xf5, LinkReason.ClientAuth],
  [0xf6, LinkReason.Resolve],
  [0xf7, LinkReason.Circuit],
];

for (const [code, reason] of REFUSALS) {
  Deno.test(`dialThroughTor() takes the code 0x${code.toString(16)} for ${reason}`, async () => {
    const reply = [5, code, 0, 1, 0, 0, 0, 0, 0, 0];
    await withProxy([[5, 2], [1, 0], reply], async (proxy) => {
      const error = await failureOf(proxy);
      assert.equal(error.reason, reason);
      assert.ok(error.message.startsWith(`${NAME}:6027: `), error.message);
    });
  });
}

const STRANGE: readonly (readonly [string, readonly number[][], boolean])[] = [
  ["hangs up", [[5, 2]], true],
  ["wants no user name", [[5, 0xff]], false],
  ["speaks HTTP", [[72, 84]], false],
  ["lets nobody in", [[5, 2], [1, 1]], false],
  ["answers nonsense", [[5, 2], [1, 0], [9, 9, 9, 9, 9]], false],
];

for (const [what, answers, hangsUp] of STRANGE) {
  Deno.test(`dialThroughTor() says that a proxy which ${what} is not Tor`, async () => {
    await withProxy(answers, async (proxy) => {
      const error = await failureOf(proxy);
      assert.equal(error.reason, LinkReason.TorDown);
      assert.match(
        error.message,
        /^Tor at 127\.0\.0\.1:\d+ does not answer as/,
      );
    }, hangsUp);
  });
}

Deno.test("dialThroughTor() says that Tor is down when nobody listens, on a port or a Unix socket", async () => {
  for (const proxy of ["127.0.0.1:1", "/nowhere/tor/socks"]) {
    const error = await failureOf(proxy);
    assert.equal(error.reason, LinkReason.TorDown);
    assert.match(
      error.message,
      /^Cannot reach Tor at .*: nobody listens there/,
    );
  }
});

Deno.test("dialThroughTor() asks Tor for no name that cannot be one", async () => {
  const error = await failureOf("127.0.0.1:1", "kozo.onion");
  assert.equal(error.reason, LinkReason.Resolve);
  assert.match(error.message, /^"kozo\.onion" is no onion address: /);
});

Deno.test("dialThroughTor() ends as soon as its signal is aborted, whatever Tor does", async () => {
  await withProxy([[5, 2]], async (proxy, heard) => {
    const abort = new AbortController();
    const dial = dialThroughTor(NAME, 6027, proxy, abort.signal);
    const refused = assert.rejects(dial, { message: "enough" });
    while (heard.length < 2) await new Promise((r) => setTimeout(r, 5));
    abort.abort(new Error("enough"));
    await refused;
  });
});

Deno.test("torEndpointFault() takes hosts with ports, and paths", () => {
  for (const right of ["127.0.0.1:9050", "[::1]:9050", "tor:1", "/run/tor"]) {
    assert.equal(torEndpointFault(right), undefined);
  }
  for (const wrong of ["", "9050", "tor", "tor:0", "tor:65536", "::1:9050"]) {
    assert.match(torEndpointFault(wrong) ?? "", /^is ".*", expected a host/);
  }
});
