import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import {
  AuthenticatedTransport,
  type Channel,
  LinkError,
  LinkReason,
  type TransportInfo,
} from "kozo";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import {
  fastEnvironment,
  makePair,
  type PairOptions,
  type Side,
} from "../support/transport-pair.ts";

/** What the suite needs to know of a transport. */
export interface TransportContract {
  readonly info: TransportInfo;
  /** Fresh options for a transport that dials and one that listens. */
  options(): readonly [object, object];
}

/** Much more than any buffer on the way takes. */
const BIG = 16 * 1024 * 1024;

/** Registers what every transport has to pass. */
export function transportContract(
  name: string,
  { info, options }: TransportContract,
): void {
  const test = (
    what: string,
    body: (alice: Side, bob: Side) => Promise<void>,
    pairOptions: () => Partial<PairOptions> = () => ({}),
  ) =>
    Deno.test(`${name} transport: ${what}`, async () => {
      const { alice, bob } = makePair({
        info,
        options: options(),
        ...pairOptions(),
      });
      try {
        for (const { transport } of [alice, bob]) {
          await transport.init();
          await transport.localInit();
        }
        await bob.transport.bind();
        await body(alice, bob);
      } finally {
        alice.stop();
        bob.stop();
      }
    });

  test("a channel names both of its ends", async (alice, bob) => {
    await using link = await open(alice, bob);
    const { near, far } = link;
    assert.equal(near.fromNode, alice.transport.node);
    assert.equal(near.toNode.name, "bob");
    assert.equal(near.peer.name, "bob");
    assert.equal(far.fromNode.name, "alice");
    assert.equal(far.toNode, bob.transport.node);
    assert.equal(far.peer.name, "alice");
    assert.ok(near.isAlive && far.isAlive);
  });

  test("bytes go both ways", async (alice, bob) => {
    await using link = await open(alice, bob);
    const { near, far } = link;
    await near.send(bytes("to bob"));
    assert.equal(await text(far), "to bob");
    await far.send(bytes("to alice"));
    assert.equal(await text(near), "to alice");
  });

  test("one big write each way arrives whole", async (alice, bob) => {
    await using link = await open(alice, bob);
    const there = pattern(BIG, 1);
    const back = pattern(BIG, 2);
    const [, , atBob, atAlice] = await Promise.all([
      link.near.send(there),
      link.far.send(back),
      receiveAll(link.far, BIG),
      receiveAll(link.near, BIG),
    ]);
    assert.ok(equal(atBob, there) && equal(atAlice, back));
  });

  test("many small writes arrive in order", async (alice, bob) => {
    await using link = await open(alice, bob);
    const whole = pattern(20_000, 3);
    const sending = (async () => {
      for (let at = 0; at < whole.length; at += 7) {
        await link.near.send(whole.subarray(at, at + 7));
      }
    })();
    const received = await receiveAll(link.far, whole.length);
    await sending;
    assert.ok(equal(received, whole));
  });

  test(
    "receive gives no more than maxBufferReadSize at a time",
    async (alice, bob) => {
      await using link = await open(alice, bob);
      const { maxBufferReadSize } = bob.transport.node.settings;
      const sending = link.near.send(pattern(10 * maxBufferReadSize, 4));
      let rest = 10 * maxBufferReadSize;
      while (rest > 0) {
        const chunk = await link.far.receive();
        assert.ok(chunk !== undefined && chunk.length <= maxBufferReadSize);
        rest -= chunk.length;
      }
      await sending;
    },
  );

  test(
    "a sender waits for a reader that does not read, then goes on",
    async (alice, bob) => {
      await using link = await open(alice, bob);
      const whole = pattern(BIG, 5);
      let isSent = false;
      const sending = link.near.send(whole).then(() => isSent = true);
      await pause(300);
      assert.equal(isSent, false);
      assert.ok(equal(await receiveAll(link.far, BIG), whole));
      await sending;
    },
  );

  test(
    "what was sent before close arrives, then the end",
    async (alice, bob) => {
      await using link = await open(alice, bob);
      await link.near.send(bytes("last words"));
      await link.near.close();
      assert.equal(link.near.isAlive, false);
      assert.equal(await text(link.far), "last words");
      assert.equal(await link.far.receive().catch(() => undefined), undefined);
      assert.equal(await link.near.receive(), undefined);
      await assert.rejects(link.near.send(bytes("too late")), LinkError);
    },
  );

  test("the accepting end can close too", async (alice, bob) => {
    await using link = await open(alice, bob);
    await link.far.close();
    assert.equal(await link.near.receive().catch(() => undefined), undefined);
    await link.far.close();
  });

  test("close ends a receive and a send that wait", async (alice, bob) => {
    await using link = await open(alice, bob);
    const receiving = link.near.receive();
    const sending = assert.rejects(link.near.send(pattern(BIG, 6)), LinkError);
    await pause(50);
    await link.near.close();
    assert.equal(await receiving, undefined);
    await sending;
  });

  test("many nodes' channels live side by side", async (alice, bob) => {
    await using one = await open(alice, bob);
    await using two = await open(alice, bob);
    await two.near.send(bytes("two"));
    await one.near.send(bytes("one"));
    assert.equal(await text(one.far), "one");
    await one.near.close();
    assert.equal(await text(two.far), "two");
  });

  test("a dial aborted beforehand rejects", async (alice) => {
    const reason = new Error("not today");
    const dial = alice.transport.connect(
      alice.other,
      AbortSignal.abort(reason),
    );
    await assert.rejects(dial, reason);
  });

  test("a dial aborted on its way rejects at once", async (alice, bob) => {
    const reason = new Error("changed my mind");
    const abort = new AbortController();
    const dial = alice.transport.connect(alice.other, abort.signal);
    abort.abort(reason);
    await assert.rejects(dial, reason);
    await using _ = await open(alice, bob);
  });

  test(
    "an accept can be aborted, and nobody is lost by it",
    async (alice, bob) => {
      const abort = new AbortController();
      const accept = bob.transport.accept(abort.signal);
      abort.abort(new Error("enough"));
      await assert.rejects(accept, { message: "enough" });
      await using _ = await open(alice, bob);
    },
  );

  test("nobody can connect when the node has stopped", async (alice, bob) => {
    const { signal } = new AbortController();
    bob.stop();
    await pause(20);
    await assert.rejects(
      alice.transport.connect(alice.other, signal),
      LinkError,
    );
  });

  test(
    "a listener with another key is refused by the dialler",
    async (alice, bob) => {
      const { signal } = new AbortController();
      const accept = bob.transport.accept(bobsPatience());
      await assert.rejects(
        alice.transport.connect(alice.other, signal),
        (error: unknown) =>
          error instanceof LinkError &&
          error.reason === LinkReason.WrongHostKey,
      );
      await assert.rejects(accept, { message: "nobody came" });
    },
    () => ({ expectedOfBob: generateKeyPair().publicKey }),
  );

  test(
    "a dialler with another key is refused by the listener",
    async (alice, bob) => {
      const { signal } = new AbortController();
      const accept = bob.transport.accept(bobsPatience());
      await assert.rejects(
        alice.transport.connect(alice.other, signal),
        (error: unknown) =>
          error instanceof LinkError && error.reason === LinkReason.KeyRefused,
      );
      await assert.rejects(accept, { message: "nobody came" });
    },
    () => ({ expectedOfAlice: generateKeyPair().publicKey }),
  );

  test(
    "a stranger who says nothing is shown out, and others get in meanwhile",
    async (alice, bob) => {
      const { transport, other } = alice;
      if (!(transport instanceof AuthenticatedTransport)) return;
      const { signal } = new AbortController();
      const [address] = transport.getUnauthenticatedConnectAddresses(other);
      const accept = bob.transport.accept(signal);
      const socket = await transport.getUnauthenticatedSocket(
        other,
        0,
        address,
        signal,
      );
      const shownOut = new Promise<void>((resolve) => {
        socket.on("error", () => {});
        socket.on("close", resolve);
        socket.resume();
      });
      const near = await transport.connect(other, signal);
      const far = await accept;
      await shownOut;
      socket.destroy();
      await Promise.all([near.close(), far.close()]);
    },
    () => ({ environment: fastEnvironment(10) }),
  );
}

/** A channel as both ends have it. */
interface OpenChannel extends AsyncDisposable {
  readonly near: Channel;
  readonly far: Channel;
}

async function open(alice: Side, bob: Side): Promise<OpenChannel> {
  const { signal } = new AbortController();
  const [near, far] = await Promise.all([
    alice.transport.connect(alice.other, signal),
    bob.transport.accept(signal),
  ]);
  return {
    near,
    far,
    async [Symbol.asyncDispose]() {
      await Promise.all([near.close(), far.close()]);
    },
  };
}

/** Long enough for somebody who comes in to be seen. */
function bobsPatience(): AbortSignal {
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error("nobody came")), 500);
  return abort.signal;
}

async function receiveAll(
  channel: Channel,
  size: number,
): Promise<Uint8Array> {
  const whole = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const chunk = await channel.receive();
    assert.ok(chunk !== undefined, `the end came after ${at} of ${size} bytes`);
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Bytes that do not repeat at any power of two. */
function pattern(size: number, seed: number): Uint8Array {
  const period = Uint8Array.from({ length: 251 }, (_, i) => (i + seed) % 251);
  return Buffer.alloc(size, period);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

async function text(channel: Channel): Promise<string> {
  return new TextDecoder().decode(await channel.receive());
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
