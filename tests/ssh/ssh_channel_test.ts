import assert from "node:assert/strict";
import { createHash, type Hash } from "node:crypto";
import { type Duplex, Writable } from "node:stream";
import { LinkError, LinkReason } from "kozo";
import { realEnvironment } from "../../core/environment.ts";
import { authenticateAsClient } from "../../core/ssh/client.ts";
import type { SshSession } from "../../core/ssh/session.ts";
import { SshChannel } from "../../core/ssh/ssh-channel.ts";
import { makeDuplexPair } from "../support/duplex-pair.ts";
import { makeSocketPair } from "../support/socket-pair.ts";
import { KEYS, systemOf, visitBob } from "./parties.ts";

const MIB = 1024 * 1024;

/** One end of a link between alice and bob. */
interface Side {
  readonly channel: SshChannel;
  readonly session: SshSession;
}

/** A link between alice, who dialled, and bob. */
interface Link extends AsyncDisposable {
  readonly alice: Side;
  readonly bob: Side;
}

/** The two ends of a connection. */
type Ends = readonly [Duplex, Duplex];

/** @param before is done before the channels are made */
async function makeLink(
  ends: Ends = makeDuplexPair(),
  before: (near: SshSession, far: SshSession) => Promise<void> = async () => {},
): Promise<Link> {
  const visit = visitBob({}, ends);
  const systems = { alice: systemOf("alice"), bob: systemOf("bob") };
  const target = systems.alice.nodes.get("bob");
  assert.ok(target !== undefined);
  const [near, { peer, session: far }] = await Promise.all([
    authenticateAsClient(visit.socket, target, {
      system: systems.alice,
      privateKey: KEYS.alice.privateKey,
    }, visit.abort.signal),
    visit.guest,
  ]);
  await before(near, far);
  const channel = (from: Side["channel"]["fromNode"], to: typeof from) =>
  (
    session: SshSession,
  ) =>
    new SshChannel(from, to, session, {
      environment: realEnvironment,
      system: systems.alice,
    });
  const alice = channel(systems.alice.self, target)(near);
  const bob = channel(peer, systems.bob.self)(far);
  return {
    alice: { channel: alice, session: near },
    bob: { channel: bob, session: far },
    async [Symbol.asyncDispose]() {
      await Promise.all([alice.close(), bob.close()]);
      await visit[Symbol.asyncDispose]();
    },
  };
}

/** Sends so many bytes, no two chunks alike, and gives their digest. */
async function sendAll(
  { channel }: Side,
  size: number,
  meanwhile: (sent: number) => void = () => {},
): Promise<string> {
  const digest = createHash("sha256");
  const chunk = new Uint8Array(32 * 1024);
  for (let sent = 0; sent < size; sent += chunk.length) {
    chunk.fill(sent / chunk.length);
    digest.update(chunk);
    await channel.send(chunk.slice());
    meanwhile(sent);
  }
  return digest.digest("hex");
}

/** Receives so many bytes, and gives their digest. */
async function receiveAll({ channel }: Side, size: number): Promise<string> {
  const digest: Hash = createHash("sha256");
  let left = size;
  while (left > 0) {
    const bytes = await channel.receive();
    assert.ok(bytes !== undefined, `the end came ${left} bytes too soon`);
    digest.update(bytes);
    left -= bytes.length;
  }
  return digest.digest("hex");
}

/** Counts what comes from now on, whoever reads it. */
function countArrivals({ stream }: SshSession): { bytes: number } {
  const arrived = { bytes: 0 };
  const push = stream.push.bind(stream);
  stream.push = (chunk: Uint8Array | null) => {
    arrived.bytes += chunk?.length ?? 0;
    return push(chunk);
  };
  return arrived;
}

/** Writes without regard for the window that the other end has given. */
function flood(stream: Duplex, size: number): void {
  const internals = stream as unknown as { outgoing: { window: number } };
  // ssh2 drops what comes when the window is 0 sharp: this steps over it.
  const chunk = new Uint8Array(32 * 1024 - 1);
  for (let sent = 0; sent < size && stream.writable; sent += chunk.length) {
    internals.outgoing.window = 2 ** 31;
    stream.write(chunk);
  }
}

for (
  const [medium, makeEnds] of [
    ["a stream", makeDuplexPair],
    ["TCP", makeSocketPair],
  ] as const
) {
  Deno.test(`SshChannel over ${medium} loses nothing when keys are exchanged anew under load`, async () => {
    await using link = await makeLink(await makeEnds());
    const { alice, bob } = link;
    let rekeys = 0;
    bob.session.connection.on("rekey", () => rekeys++);
    const rekeyNowAndThen = (sent: number) => {
      if (sent % MIB === 0) bob.session.rekey?.();
    };
    const size = 8 * MIB;
    const [there, back, atBob, atAlice] = await Promise.all([
      sendAll(alice, size),
      sendAll(bob, size, rekeyNowAndThen),
      receiveAll(bob, size),
      receiveAll(alice, size),
    ]);
    assert.equal(atBob, there);
    assert.equal(atAlice, back);
    assert.ok(rekeys >= 3, `${rekeys} times`);
  });
}

for (const [sender, reader] of [["alice", "bob"], ["bob", "alice"]] as const) {
  Deno.test(`SshChannel ends when ${sender} floods ${reader}, who does not read`, async () => {
    await using link = await makeLink();
    const { channel, session } = link[reader];
    const arrived = countArrivals(session);
    flood(link[sender].session.stream, 64 * MIB);
    await new Promise<void>((resolve) => session.socket.on("close", resolve));
    assert.ok(arrived.bytes < 5 * MIB, `${arrived.bytes} bytes were kept`);
    const failure = await drain(channel);
    assert.ok(failure instanceof LinkError);
    assert.match(failure.message, /the peer ignores the window$/);
  });
}

Deno.test("SshChannel ends when bob floods alice's stderr, which nobody reads", async () => {
  await using link = await makeLink();
  const { channel, session } = link.alice;
  const { stderr } = link.bob.session.stream;
  assert.ok(stderr instanceof Writable);
  const over = new Promise((resolve) => session.socket.once("close", resolve));
  stderr.write(Uint8Array.of(1));
  await over;
  const failure = await drain(channel);
  assert.ok(failure instanceof LinkError);
  assert.match(failure.message, /the peer sends what no node sends$/);
});

Deno.test("SshChannel does not mind all that the window allows", async () => {
  await using link = await makeLink();
  const { alice, bob } = link;
  const sending = sendAll(alice, 16 * MIB);
  // Until nothing more goes out.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const received = receiveAll(bob, 16 * MIB);
  assert.equal(await received, await sending);
});

Deno.test("SshChannel gives all that had come before it was made", async () => {
  const pieces = [1, 2, 3].map((number) => Uint8Array.of(number, number));
  await using link = await makeLink(makeDuplexPair(), async (near, far) => {
    for (const piece of pieces) near.stream.write(piece);
    while (far.stream.readableLength < 6) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  });
  assert.deepEqual(
    Uint8Array.from(await link.bob.channel.receive() ?? []),
    Uint8Array.of(1, 1, 2, 2, 3, 3),
  );
});

Deno.test("SshChannel tells both ends when the socket breaks", async () => {
  await using link = await makeLink();
  const { alice, bob } = link;
  const receiving = alice.channel.receive().catch((error) => error);
  bob.session.socket.destroy();
  const outcome = await receiving;
  assert.ok(outcome === undefined || outcome instanceof LinkError);
  for (const { channel } of [alice, bob]) {
    await assert.rejects(channel.send(Uint8Array.of(1)), {
      name: "LinkError",
      reason: LinkReason.Lost,
    });
  }
});

Deno.test("SshChannel gives what came before the end, then the error again and again", async () => {
  await using link = await makeLink();
  const { alice, bob } = link;
  const arrived = countArrivals(alice.session);
  await bob.channel.send(Uint8Array.of(1, 2, 3));
  while (arrived.bytes === 0) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  alice.session.connection.emit("error", new Error("cut"));
  assert.deepEqual(
    Uint8Array.from(await alice.channel.receive() ?? []),
    Uint8Array.of(1, 2, 3),
  );
  for (let i = 0; i < 2; i++) {
    await assert.rejects(alice.channel.receive(), /cut$/);
    await assert.rejects(alice.channel.send(Uint8Array.of(1)), /cut$/);
  }
});

/** Reads to the end. @returns the error that it ended in, if it did */
async function drain(channel: SshChannel): Promise<unknown> {
  try {
    while (await channel.receive() !== undefined);
    return undefined;
  } catch (error) {
    return error;
  }
}
