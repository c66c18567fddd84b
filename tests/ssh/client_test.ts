import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
// @ts-types="npm:@types/ssh2@1.15.6"
import type { Connection, ServerConfig } from "ssh2";
import { LinkError, LinkReason } from "kozo";
import { keyFingerprint } from "../../core/ssh/identity.ts";
import {
  aliceMeets,
  type Differences,
  KEYS,
  type Meeting,
  serveSsh,
} from "./parties.ts";

function fingerprint(publicKey: string): string {
  return keyFingerprint(Buffer.from(publicKey.split(" ")[1] ?? "", "base64"));
}

/** Leads alice to a server of SSH. */
function meetServer(
  config: Partial<ServerConfig> = {},
  onConnection: (connection: Connection) => void = admit,
  differences: Differences = {},
): Meeting {
  return aliceMeets(
    serveSsh({ hostKeys: [KEYS.bob.privateKey], ...config }, onConnection),
    differences,
  );
}

/** Lets everybody in, and gives whatever stream is asked for. */
function admit(connection: Connection): void {
  connection.on("authentication", (attempt) => attempt.accept());
  connection.on("openssh.streamlocal", (accept) => void accept());
}

/** Makes sure that alice gives up, and why, and that nothing is left open. */
async function failureOf(meeting: Meeting): Promise<LinkError> {
  const error = await meeting.session.then(
    () => assert.fail("Alice took it for bob"),
    (error: unknown) => error,
  );
  assert.ok(error instanceof LinkError, `Not a LinkError: ${error}`);
  assert.ok(meeting.socket.destroyed);
  return error;
}

Deno.test("authenticateAsClient() comes under its own name and asks for the stream", async () => {
  const asked: string[] = [];
  await using meeting = meetServer({}, (connection) => {
    connection.on("authentication", (attempt) => {
      asked.push(`${attempt.method} ${attempt.username}`);
      attempt.accept();
    });
    connection.on("openssh.streamlocal", (accept, _, { socketPath }) => {
      asked.push(socketPath);
      accept();
    });
  });
  const { stream } = await meeting.session;
  assert.ok(stream.writable);
  assert.deepEqual(new Set(asked), new Set(["publickey alice", "kozo"]));
});

Deno.test("authenticateAsClient() gives a stranger's server no chance", async () => {
  let attempts = 0;
  await using meeting = meetServer(
    { hostKeys: [KEYS.eve.privateKey] },
    (connection) => connection.on("authentication", () => attempts++),
  );
  const { reason, message } = await failureOf(meeting);
  assert.equal(reason, LinkReason.WrongHostKey);
  assert.equal(
    message,
    `Expected the key of "bob", found ${fingerprint(KEYS.eve.publicKey)}, ` +
      "which no node in the configuration has: check that the address leads " +
      'to the right machine, and the "publicKey" of "bob" in the ' +
      `configuration of "alice" (which says ${
        fingerprint(KEYS.bob.publicKey)
      })`,
  );
  assert.equal(attempts, 0);
});

Deno.test("authenticateAsClient() names another node that it has found", async () => {
  await using meeting = meetServer({ hostKeys: [KEYS.carol.privateKey] });
  const { reason, message } = await failureOf(meeting);
  assert.equal(reason, LinkReason.WrongHostKey);
  assert.match(message, /, which is the key of "carol": check that /);
});

Deno.test("authenticateAsClient() says that its key is refused", async () => {
  await using meeting = meetServer({}, (connection) => {
    connection.on("authentication", (attempt) => attempt.reject());
  });
  const { reason, message } = await failureOf(meeting);
  assert.equal(reason, LinkReason.KeyRefused);
  assert.match(
    message,
    /^"bob" does not accept our key: .* should have the node "alice"/,
  );
});

Deno.test("authenticateAsClient() says that it is given no stream", async () => {
  await using meeting = meetServer({}, (connection) => {
    connection.on("authentication", (attempt) => attempt.accept());
  });
  assert.match((await failureOf(meeting)).message, /^"bob" gave no stream: /);
});

Deno.test("authenticateAsClient() says that what answers is no server of SSH", async () => {
  for (const text of ["HTTP/1.1 400 Bad Request\r\n\r\n", "\u0000\u0001\r\n"]) {
    await using meeting = aliceMeets((outside) => {
      outside.resume();
      outside.end(text);
    });
    const { reason, message } = await failureOf(meeting);
    assert.equal(reason, LinkReason.Handshake);
    assert.match(message, /^Cannot talk to "bob": /);
  }
});

Deno.test("authenticateAsClient() says that the other end hung up", async () => {
  await using meeting = aliceMeets((outside) => {
    outside.once("data", () => outside.destroy());
  });
  const { message } = await failureOf(meeting);
  assert.match(message, /"bob"/);
});

Deno.test("authenticateAsClient() refuses servers with old algorithms only", async () => {
  const old = [
    { kex: ["diffie-hellman-group14-sha1"] },
    { cipher: ["aes128-cbc"] },
    { cipher: ["aes128-ctr"] },
    { compress: ["zlib"] },
  ] as const;
  for (const algorithms of old) {
    const [[what = "", offered]] = Object.entries(algorithms) as [
      [string, readonly string[]],
    ];
    await using meeting = meetServer({
      algorithms: { [what]: [...offered] },
    });
    const { reason } = await failureOf(meeting);
    assert.equal(reason, LinkReason.Handshake, what);
  }
});

Deno.test("authenticateAsClient() ends when it is aborted, however far it is", async () => {
  const reason = new Error("enough");
  for (const wait of [0, 2, 20]) {
    await using meeting = meetServer({}, (connection) => {
      connection.on("authentication", () => {});
    });
    await new Promise((resolve) => setTimeout(resolve, wait));
    meeting.abort.abort(reason);
    await assert.rejects(meeting.session, reason);
    assert.ok(meeting.socket.destroyed);
  }
});
