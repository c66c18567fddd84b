import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { HEAD_LENGTH } from "../../../core/ssh/gcm/aes-gcm.ts";
import { LibraryGcm } from "../../../core/ssh/gcm/library-gcm.ts";
import { RuntimeGcm } from "../../../core/ssh/gcm/runtime-gcm.ts";
import { PacketCipher } from "../../../core/ssh/gcm/packet-cipher.ts";
import { PacketDecipher } from "../../../core/ssh/gcm/packet-decipher.ts";
import { PacketKey } from "../../../core/ssh/gcm/packet-key.ts";

const NAME = "aes-256-gcm";

/** Kinds of packets. */
const KEXINIT = 20;
const CHANNEL_DATA = 94;

/** Both ends of a direction. */
class Direction implements Disposable {
  readonly cipher: PacketCipher;
  readonly decipher: PacketDecipher;
  /** What is on its way. */
  sent: Buffer[] = [];
  /** What has come out. */
  readonly payloads: Buffer[] = [];
  /** What is done with a payload besides. */
  onPayload: (payload: Buffer) => number | false | undefined = () => undefined;

  constructor(make = LibraryGcm.make, iv = randomBytes(12)) {
    const key = randomBytes(32);
    const keyFor = (task: "seal" | "open") =>
      new PacketKey(NAME, key, Buffer.from(iv), task, make);
    this.cipher = new PacketCipher(
      keyFor("seal"),
      3,
      (bytes) => this.sent.push(bytes),
    );
    this.decipher = new PacketDecipher(keyFor("open"), 3, (payload) => {
      this.payloads.push(Buffer.from(payload));
      return this.onPayload(payload);
    });
  }

  send(payload: Uint8Array): void {
    const packet = this.cipher.allocPacket(payload.length);
    packet.set(payload, HEAD_LENGTH + 1);
    this.cipher.encrypt(packet);
  }

  /** What is on its way, in one piece. */
  take(): Buffer {
    const all = Buffer.concat(this.sent);
    this.sent = [];
    return all;
  }

  [Symbol.dispose](): void {
    this.cipher.free();
    this.decipher.free();
  }
}

Deno.test("payloads come out as they went in, however the stream is cut", () => {
  const payload = fc.uint8Array({ minLength: 1, maxLength: 100 });
  const payloads = fc.array(payload, { minLength: 1, maxLength: 8 });
  const sizes = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1 });
  fc.assert(fc.property(payloads, sizes, (payloads, sizes) => {
    using direction = new Direction();
    for (const one of payloads) direction.send(one);
    const stream = direction.take();
    for (let at = 0, i = 0; at < stream.length; i++) {
      const end = at + (sizes[i % sizes.length] ?? 1);
      const piece = Buffer.from(stream.subarray(at, end));
      direction.decipher.decrypt(piece, 0, piece.length);
      at = end;
    }
    assert.deepEqual(
      direction.payloads,
      payloads.map((one) => Buffer.from(one)),
    );
    assert.equal(direction.cipher.outSeqno, 3 + payloads.length);
    assert.equal(direction.decipher.inSeqno, 3 + payloads.length);
  }));
});

Deno.test("data that is lent comes in memory that is used again, and all else in its own", () => {
  using direction = new Direction();
  direction.decipher.lends = true;
  const kept: Buffer[] = [];
  direction.onPayload = (payload) => {
    kept.push(payload);
    return undefined;
  };
  const payloads = [CHANNEL_DATA, KEXINIT, CHANNEL_DATA, KEXINIT].map(
    (kind, i) => Buffer.alloc(100, i).fill(kind, 0, 1),
  );
  for (const payload of payloads) {
    direction.send(payload);
    const stream = direction.take();
    for (const byte of stream) {
      direction.decipher.decrypt(Buffer.of(byte), 0, 1);
    }
  }
  assert.deepEqual(direction.payloads, payloads);
  const isOwn = kept.map((payload, i) =>
    payloads[i] !== undefined && payload.equals(payloads[i])
  );
  assert.deepEqual(isOwn, [false, true, false, true]);
  assert.equal(kept[0]?.buffer, kept[2]?.buffer);
});

for (
  const [whose, make] of [
    ["OpenSSL takes over", LibraryGcm.make],
    ["the system has no OpenSSL", () => undefined],
  ] as const
) {
  Deno.test(`megabytes come through when ${whose}`, () => {
    using direction = new Direction(make);
    const payload = randomBytes(32_000);
    for (let i = 0; i < 100; i++) direction.send(payload);
    const stream = direction.take();
    direction.decipher.decrypt(stream, 0, stream.length);
    assert.equal(direction.payloads.length, 100);
    assert.ok(direction.payloads.every((one) => one.equals(payload)));
  });
}

for (
  const [first, second] of [
    ["000000ff00000000fffffffe", "000000ff00000000ffffffff"],
    ["000000ff00000000ffffffff", "000000ff0000000100000000"],
    ["000000ffffffffffffffffff", "000000ff0000000000000000"],
  ] as const
) {
  Deno.test(`the packet after ${first} has the number ${second}`, () => {
    const secret = randomBytes(32);
    const key = new PacketKey(NAME, secret, Buffer.from(first, "hex"), "seal");
    key.work(randomBytes(52));
    const packet = randomBytes(52);
    key.work(packet);
    key.free();
    using opening = new RuntimeGcm(NAME, secret, "open");
    assert.ok(opening.work(Buffer.from(second, "hex"), packet));
  });
}

Deno.test("OpenSSL is asked for once, by who has carried a MiB", () => {
  let asked = 0;
  const make: typeof LibraryGcm.make = (...args) => {
    asked++;
    return LibraryGcm.make(...args);
  };
  const packet = randomBytes(32_036);
  const iv = randomBytes(12);
  const key = new PacketKey(NAME, randomBytes(32), iv, "seal", make);
  for (let sent = packet.length; sent < 1024 * 1024; sent += packet.length) {
    key.work(packet);
  }
  assert.equal(asked, 0);
  for (let i = 0; i < 40; i++) key.work(packet);
  key.free();
  assert.equal(asked, 1);
});

Deno.test("a packet that was changed, sent twice or left out is refused", () => {
  const faults: readonly ((packets: Buffer[]) => Buffer[])[] = [
    ([first = Buffer.of(), ...rest]) => {
      first.writeUInt8(first.readUInt8(HEAD_LENGTH + 3) ^ 1, HEAD_LENGTH + 3);
      return [first, ...rest];
    },
    ([first = Buffer.of(), ...rest]) => [first, Buffer.from(first), ...rest],
    ([, ...rest]) => rest,
  ];
  for (const fault of faults) {
    using direction = new Direction();
    for (let i = 0; i < 3; i++) direction.send(Buffer.of(i));
    const stream = Buffer.concat(
      fault(direction.sent.map((one) => Buffer.from(one))),
    );
    assert.throws(
      () => direction.decipher.decrypt(stream, 0, stream.length),
      /Invalid MAC/,
    );
  }
});

Deno.test("what follows a packet that was changed is refused, too", () => {
  using direction = new Direction();
  for (let i = 0; i < 3; i++) direction.send(Buffer.of(i));
  const [first, second, third] = direction.sent;
  assert.ok(first && second && third);
  second.writeUInt8(second.readUInt8(9) ^ 1, 9);
  direction.decipher.decrypt(first, 0, first.length);
  for (const packet of [second, third]) {
    assert.throws(
      () => direction.decipher.decrypt(packet, 0, packet.length),
      /Invalid MAC/,
    );
  }
  assert.equal(direction.payloads.length, 1);
});

Deno.test("padding is what SSH wants: at least four bytes, random, up to whole blocks", () => {
  using direction = new Direction();
  const paddings = new Set<string>();
  for (let length = 1; length < 100; length++) {
    const packet = direction.cipher.allocPacket(length);
    const padding = packet.readUInt8(HEAD_LENGTH);
    assert.ok(padding >= 4 && padding < 20);
    assert.equal((1 + length + padding) % 16, 0);
    assert.equal(packet.readUInt32BE(0), 1 + length + padding);
    const from = HEAD_LENGTH + 1 + length;
    paddings.add(packet.toString("hex", from, from + 4));
  }
  assert.ok(paddings.size > 90);
});

Deno.test("a length that no packet has is refused before anything is kept for it", () => {
  for (const length of [0, 12, 17, 35_008, 2 ** 32 - 16]) {
    using direction = new Direction();
    const head = Buffer.alloc(HEAD_LENGTH);
    head.writeUInt32BE(length);
    for (const size of [1, HEAD_LENGTH]) {
      assert.throws(() => {
        for (let at = 0; at < HEAD_LENGTH; at += size) {
          direction.decipher.decrypt(head, at, at + size);
        }
      }, /Bad packet length/);
    }
  }
});

Deno.test("padding that is longer than its packet is refused", () => {
  using direction = new Direction();
  const packet = direction.cipher.allocPacket(1);
  packet[HEAD_LENGTH] = 255;
  direction.cipher.encrypt(packet);
  const stream = direction.take();
  assert.throws(
    () => direction.decipher.decrypt(stream, 0, stream.length),
    /Bad padding/,
  );
});

Deno.test("it goes on where it is told to, as when keys are exchanged anew", () => {
  using direction = new Direction();
  direction.onPayload = () => false;
  direction.send(Buffer.of(1));
  const [{ length } = Buffer.of()] = direction.sent;
  direction.send(Buffer.of(2));
  const stream = direction.take();
  assert.equal(direction.decipher.decrypt(stream, 0, stream.length), length);
  assert.equal(direction.payloads.length, 1);
});

Deno.test("a packet that another cipher has made gets its room", () => {
  using direction = new Direction();
  const roomy = direction.cipher.allocPacket(5);
  roomy.write("hello", HEAD_LENGTH + 1);
  direction.cipher.encrypt(roomy.subarray(0, roomy.length - 16));
  const stream = direction.take();
  direction.decipher.decrypt(stream, 0, stream.length);
  assert.equal(String(direction.payloads[0]), "hello");
});

Deno.test("after its end nothing is encrypted or decrypted any more, not even what has come", () => {
  const direction = new Direction();
  for (let i = 0; i < 3; i++) direction.send(Buffer.of(i));
  const stream = direction.take();
  direction.onPayload = () => {
    direction[Symbol.dispose]();
    return undefined;
  };
  direction.decipher.decrypt(stream, 0, stream.length);
  direction.send(Buffer.of(9));
  assert.equal(direction.payloads.length, 1);
  assert.equal(direction.sent.length, 0);
  direction[Symbol.dispose]();
});
