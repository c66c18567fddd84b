import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";
// @ts-types="npm:@types/ssh2@1.15.6"
import ssh2, {
  type Client,
  type NegotiatedAlgorithms,
  type PublicKeyAuthMethod,
} from "ssh2";
import { LinkReason } from "kozo";
import { keyFingerprint } from "../../core/ssh/identity.ts";
import { DEFAULT_CIPHERS } from "../../core/ssh/algorithms.ts";
import {
  askForStream,
  clientVisitsBob,
  KEYS,
  ready,
  refusalOf,
} from "./parties.ts";

const alice = { privateKey: KEYS.alice.privateKey };

function fingerprint(publicKey: string): string {
  return keyFingerprint(Buffer.from(publicKey.split(" ")[1] ?? "", "base64"));
}

/** Presents one public key and signs with another private one. */
class Forger extends ssh2.BaseAgent<string> {
  override getIdentities(
    give: (error: undefined, keys: string[]) => void,
  ): void {
    give(undefined, [KEYS.alice.publicKey]);
  }

  override sign(
    _publicKey: string,
    data: Buffer,
    _options: unknown,
    give?: (error: undefined, signature: Buffer) => void,
  ): void {
    const key = ssh2.utils.parseKey(KEYS.eve.privateKey);
    if (key instanceof Error) throw key;
    give?.(undefined, key.sign(data));
  }
}

Deno.test("authenticateAsServer() lets a node in by its key and name, and gives the stream", async () => {
  await using visit = clientVisitsBob(alice);
  await ready(visit);
  const [stream, { peer, session }] = await Promise.all([
    askForStream(visit.client, "kozo"),
    visit.guest,
  ]);
  assert.equal(peer.name, "alice");
  session.stream.write("hello from bob");
  assert.equal(await textFrom(stream), "hello from bob");
});

Deno.test("authenticateAsServer() refuses a key that it does not know", async () => {
  await using visit = clientVisitsBob({ privateKey: KEYS.eve.privateKey });
  const { reason, message } = await refusalOf(visit);
  assert.equal(reason, LinkReason.UnknownKey);
  assert.equal(
    message,
    `Its key is ${fingerprint(KEYS.eve.publicKey)}, which no node in the ` +
      "configuration has",
  );
  assert.match((await visit.failure).message, /authentication methods failed/);
});

Deno.test("authenticateAsServer() refuses its own key", async () => {
  for (const username of ["bob", "alice"]) {
    await using visit = clientVisitsBob({
      privateKey: KEYS.bob.privateKey,
      username,
    });
    const { reason, message } = await refusalOf(visit);
    assert.equal(reason, LinkReason.UnknownKey);
    assert.equal(
      message,
      `Its key is ${fingerprint(KEYS.bob.publicKey)}, which is the key of ` +
        '"bob"',
    );
  }
});

Deno.test("authenticateAsServer() refuses a known key under any other name", async () => {
  const names = [
    ["carol", "carol"],
    ["root", "root"],
    ["Alice", "Alice"],
    ["a\n\u001b[31m", "a\\n\\u001b[31m"],
  ] as const;
  for (const [username, printed] of names) {
    await using visit = clientVisitsBob({ ...alice, username });
    const { reason, message } = await refusalOf(visit);
    assert.equal(reason, LinkReason.WrongName);
    assert.equal(
      message,
      `It calls itself "${printed}", but its key is that of "alice"`,
    );
  }
});

Deno.test("authenticateAsServer() refuses a signature by another key", async () => {
  await using visit = clientVisitsBob({
    agent: new Forger(),
    authHandler: ["agent"],
  });
  const { reason, message } = await refusalOf(visit);
  assert.equal(reason, LinkReason.UnknownKey);
  assert.equal(
    message,
    'It has the public key of "alice", but not the private one',
  );
});

Deno.test("authenticateAsServer() refuses who offers no key", async () => {
  const methods = [
    { type: "none", username: "alice" },
    { type: "password", username: "alice", password: "kozo" },
  ] as const;
  for (const method of methods) {
    await using visit = clientVisitsBob({ authHandler: [method] });
    // The client goes when it has nothing else to offer.
    const { reason, message } = await refusalOf(visit);
    assert.equal(reason, LinkReason.UnknownKey);
    assert.equal(message, `It offers no public key, but "${method.type}"`);
  }
});

Deno.test("authenticateAsServer() lets a node in that first tries without a key", async () => {
  await using visit = clientVisitsBob({
    authHandler: [
      { type: "none", username: "alice" },
      withKey(alice.privateKey),
    ],
  });
  await ready(visit);
  await askForStream(visit.client, "kozo");
  assert.equal((await visit.guest).peer.name, "alice");
});

Deno.test("authenticateAsServer() gives nobody a third try", async () => {
  const wrong = withKey(KEYS.eve.privateKey);
  await using visit = clientVisitsBob({
    authHandler: [
      wrong,
      wrong,
      withKey(alice.privateKey),
    ],
  });
  const { reason, message } = await refusalOf(visit);
  assert.equal(reason, LinkReason.UnknownKey);
  assert.match(message, /which no node in the configuration has$/);
});

Deno.test("authenticateAsServer() refuses who only asks whether a key will do", async () => {
  await using visit = clientVisitsBob({
    // Has ssh2 ask once more each time that the answer is yes.
    agent: new (class extends Forger {
      override sign(): void {
        protocolOf(visit.client).authPK("alice", KEYS.alice.publicKey);
      }
    })(),
    authHandler: ["agent"],
  });
  const { reason, message } = await refusalOf(visit);
  assert.equal(reason, LinkReason.UnknownKey);
  assert.equal(
    message,
    'It asks again and again whether the key of "alice" will do',
  );
});

Deno.test("authenticateAsServer() gives one stream, and nothing else of SSH", async () => {
  await using visit = clientVisitsBob(alice);
  await ready(visit);
  const { client } = visit;
  const refused = { message: /Channel open failure|Unable to|not supported/ };
  await assert.rejects(askForStream(client, "/run/docker.sock"), refused);
  const stream = await askForStream(client, "kozo");
  const { session } = await visit.guest;
  await assert.rejects(askForStream(client, "kozo"), refused);
  await assert.rejects(
    called((done) => client.exec("id", (error) => done(error))),
    refused,
  );
  await assert.rejects(
    called((done) => client.shell((error) => done(error))),
    refused,
  );
  await assert.rejects(
    called((done) => client.sftp((error) => done(error))),
    refused,
  );
  await assert.rejects(
    called((done) =>
      client.forwardOut("127.0.0.1", 1, "127.0.0.1", 22, (error) => done(error))
    ),
    refused,
  );
  await assert.rejects(
    called((done) => client.forwardIn("127.0.0.1", 0, (error) => done(error))),
    refused,
  );
  await assert.rejects(
    called((done) =>
      client.openssh_forwardInStreamLocal("/tmp/x", (error) => done(error))
    ),
    refused,
  );
  stream.write("still here");
  assert.equal(await textFrom(session.stream), "still here");
});

Deno.test("authenticateAsServer() does not wait for ever for the stream", async () => {
  await using visit = clientVisitsBob(alice);
  await ready(visit);
  const reason = new Error("too late");
  visit.abort.abort(reason);
  await assert.rejects(visit.guest, reason);
  assert.ok(visit.inside.destroyed);
});

Deno.test("authenticateAsServer() agrees to the algorithms of its own list", async () => {
  await using visit = clientVisitsBob(alice);
  const agreed = new Promise<NegotiatedAlgorithms>((resolve) =>
    visit.client.once("handshake", resolve)
  );
  await ready(visit);
  const { kex, serverHostKey, cs, sc } = await agreed;
  assert.match(kex, /^curve25519-sha256/);
  assert.equal(serverHostKey, "ssh-ed25519");
  for (const { cipher, compress } of [cs, sc]) {
    assert.ok(DEFAULT_CIPHERS.includes(cipher), cipher);
    assert.equal(compress, "none");
  }
});

Deno.test("authenticateAsServer() refuses clients with old algorithms only", async () => {
  const old = [
    { kex: ["diffie-hellman-group14-sha1"] },
    { cipher: ["aes128-cbc"] },
    { cipher: ["aes128-ctr"] },
    { serverHostKey: ["ssh-rsa"] },
    { compress: ["zlib"] },
  ] as const;
  for (const algorithms of old) {
    const [[what = "", offered]] = Object.entries(algorithms) as [
      [string, readonly string[]],
    ];
    await using visit = clientVisitsBob({
      ...alice,
      algorithms: { [what]: [...offered] },
    });
    const { reason } = await refusalOf(visit);
    assert.equal(reason, LinkReason.Handshake, what);
  }
});

/** Waits for a callback that is given an error or none. */
function called(
  work: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) =>
    work((error) => error instanceof Error ? reject(error) : resolve())
  );
}

/** Authenticates as alice by a key. */
function withKey(key: string): PublicKeyAuthMethod {
  return { type: "publickey", username: "alice", key };
}

/** The next text that comes out of a stream. */
function textFrom(stream: Duplex): Promise<string> {
  return new Promise((resolve) =>
    stream.once("data", (data: Buffer) => resolve(data.toString()))
  );
}

/** What ssh2 shows to nobody. */
function protocolOf(
  client: Client,
): { authPK(username: string, key: string): void } {
  return (client as unknown as {
    _protocol: ReturnType<typeof protocolOf>;
  })._protocol;
}
