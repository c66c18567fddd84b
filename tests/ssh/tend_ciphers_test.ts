import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
// @ts-types="npm:@types/ssh2@1.15.6"
import { type CipherAlgorithm, type Connection, Server } from "ssh2";
import { PacketCipher } from "../../core/ssh/gcm/packet-cipher.ts";
import { PacketDecipher } from "../../core/ssh/gcm/packet-decipher.ts";
import { STREAM_NAME } from "../../core/ssh/session.ts";
import {
  aliceMeets,
  askForStream,
  clientVisitsBob,
  KEYS,
  ready,
} from "./parties.ts";

const GCM: readonly CipherAlgorithm[] = [
  "aes256-gcm@openssh.com",
  "aes128-gcm@openssh.com",
];

/** More than is left to the runtime, and no multiple of anything. */
const MUCH = 3 * 1024 * 1024 + 1;

/** One end of a connection, which has ssh2's ciphers or Kōzō's. */
interface End {
  readonly stream: Duplex;
  readonly connection: object;
}

/** Has both ends say much to each other at once, before new keys and after. */
async function talk(
  far: End,
  near: End,
  rekey: () => Promise<void>,
): Promise<void> {
  const exchange = async () => {
    const [there, back] = [randomBytes(MUCH), randomBytes(MUCH)];
    near.stream.write(there);
    far.stream.write(back);
    assert.ok(there.equals(await bytesFrom(far.stream)));
    assert.ok(back.equals(await bytesFrom(near.stream)));
  };
  await exchange();
  await rekey();
  assertOurs(near);
  // What is written meanwhile waits within ssh2, and goes first by new keys.
  await Promise.all([exchange(), rekey()]);
}

async function bytesFrom(stream: Duplex): Promise<Uint8Array> {
  const all = new Uint8Array(MUCH);
  let filled = 0;
  while (filled < MUCH) {
    const bytes: Uint8Array | null = stream.read();
    if (bytes === null) {
      await new Promise((resolve) => stream.once("readable", resolve));
      continue;
    }
    all.set(bytes, filled);
    filled += bytes.length;
  }
  return all;
}

/** Another version of ssh2 may have its ciphers elsewhere. */
function assertOurs({ connection }: End): void {
  const { _protocol } = connection as {
    _protocol?: { _cipher?: unknown; _decipher?: unknown };
  };
  assert.ok(_protocol?._cipher instanceof PacketCipher);
  assert.ok(_protocol._decipher instanceof PacketDecipher);
}

function rekeyed(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    connection.once("rekey", resolve);
    connection.rekey();
  });
}

for (const cipher of GCM) {
  Deno.test(`a client that has nothing of Kōzō is understood by ${cipher}`, async () => {
    await using visit = clientVisitsBob({
      privateKey: KEYS.alice.privateKey,
      algorithms: { cipher: [cipher] },
    });
    await ready(visit);
    const stream = await askForStream(visit.client, STREAM_NAME);
    const { session } = await visit.guest;
    const far = { stream, connection: visit.client };
    assertOurs(session);
    await talk(far, session, () => rekeyed(session.connection as Connection));
  });

  Deno.test(`a server that has nothing of Kōzō is understood by ${cipher}`, async () => {
    const { promise, resolve } = Promise.withResolvers<
      { stream: Duplex; connection: Connection }
    >();
    const serve = (connection: Connection) => {
      connection.on("error", () => {});
      connection.on("authentication", (attempt) => attempt.accept());
      connection.on("openssh.streamlocal", (accept) => {
        resolve({ stream: accept(), connection });
      });
    };
    const options = {
      hostKeys: [KEYS.bob.privateKey],
      algorithms: { cipher: [cipher] },
    };
    await using meeting = aliceMeets((socket) => {
      // It asks for a net.Socket, and needs no more than a Duplex.
      new Server(options, serve).injectSocket(socket as Socket);
    });
    const session = await meeting.session;
    const far = await promise;
    assertOurs(session);
    await talk(far, session, () => rekeyed(far.connection));
  });
}
