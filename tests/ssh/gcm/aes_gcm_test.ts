import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import {
  type AesGcm,
  type GcmName,
  HEAD_LENGTH,
  TAG_LENGTH,
  type Task,
} from "../../../core/ssh/gcm/aes-gcm.ts";
import { LibraryGcm } from "../../../core/ssh/gcm/library-gcm.ts";
import {
  type Libcrypto,
  openLibcrypto,
} from "../../../core/ssh/gcm/libcrypto.ts";
import { RuntimeGcm } from "../../../core/ssh/gcm/runtime-gcm.ts";

const NAMES: readonly GcmName[] = ["aes-128-gcm", "aes-256-gcm"];

/** Who works on packets: all have to come to the same. */
const MAKERS: Readonly<
  Record<string, (name: GcmName, key: Uint8Array, task: Task) => AesGcm>
> = {
  "the runtime": (name, key, task) => new RuntimeGcm(name, key, task),
  "the system's OpenSSL": (name, key, task) => {
    const made = LibraryGcm.make(name, key, task);
    assert.ok(made, "This system has no OpenSSL");
    return made;
  },
};

function keyFor(name: GcmName): Uint8Array {
  return randomBytes(name === "aes-128-gcm" ? 16 : 32);
}

function packetOf(body: Uint8Array): Uint8Array {
  const packet = new Uint8Array(HEAD_LENGTH + body.length + TAG_LENGTH);
  new DataView(packet.buffer).setUint32(0, body.length);
  packet.set(body, HEAD_LENGTH);
  return packet;
}

/** As in SSH a block at least: one byte at times looks the same sealed. */
const anyBody = fc.uint8Array({ minLength: 16, maxLength: 300 });

for (const [sealer, makeSealer] of Object.entries(MAKERS)) {
  for (const [opener, makeOpener] of Object.entries(MAKERS)) {
    Deno.test(`What ${sealer} has sealed ${opener} opens, and nothing that was changed`, () => {
      for (const name of NAMES) {
        const key = keyFor(name);
        using sealing = makeSealer(name, key, "seal");
        using opening = makeOpener(name, key, "open");
        fc.assert(
          fc.property(anyBody, fc.nat(), (body, place) => {
            const iv = randomBytes(12);
            const packet = packetOf(body);
            assert.ok(sealing.work(iv, packet));
            const changed = withOneBitChanged(packet, place % packet.length);
            assert.equal(opening.work(iv, changed), false);
            assert.notDeepEqual(bodyOf(packet), body);
            assert.ok(opening.work(iv, packet));
            assert.deepEqual(bodyOf(packet), body);
          }),
          { numRuns: 50 },
        );
      }
    });
  }
}

function withOneBitChanged(packet: Uint8Array, place: number): Uint8Array {
  return packet.map((byte, i) => i === place ? byte ^ 1 : byte);
}

function bodyOf(packet: Uint8Array): Uint8Array {
  return packet.slice(HEAD_LENGTH, packet.length - TAG_LENGTH);
}

/** OpenSSL, with all calls noted down, or answered otherwise. */
function watchedLibrary(
  calls: string[],
  answers: Readonly<Record<string, unknown>> = {},
): Libcrypto {
  const library = openLibcrypto();
  assert.ok(library);
  const symbols = new Proxy(library.symbols, {
    get(target, name) {
      calls.push(String(name));
      return answers[String(name)] ?? Reflect.get(target, name);
    },
  });
  return { symbols, close: () => library.close() };
}

function countOf(calls: readonly string[], name: string): number {
  return calls.filter((call) => call === name).length;
}

Deno.test("what OpenSSL keeps of a key is given back once, and not used any more", () => {
  const calls: string[] = [];
  const key = keyFor("aes-256-gcm");
  const open = () => watchedLibrary(calls);
  const gcm = LibraryGcm.make("aes-256-gcm", key, "seal", open);
  assert.ok(gcm);
  gcm.work(randomBytes(12), packetOf(randomBytes(16)));
  gcm[Symbol.dispose]();
  gcm[Symbol.dispose]();
  assert.equal(countOf(calls, "EVP_CIPHER_CTX_new"), 1);
  assert.equal(countOf(calls, "EVP_CIPHER_CTX_free"), 1);
  assert.throws(
    () => gcm.work(randomBytes(12), packetOf(randomBytes(16))),
    /given back/,
  );
});

for (
  const [what, answers] of [
    ["refuses AES-GCM", { EVP_CipherInit_ex: () => 0 }],
    ["has no memory", { EVP_CIPHER_CTX_new: () => null }],
  ] as const
) {
  Deno.test(`an OpenSSL that ${what} is not used, and nothing is left of it`, () => {
    const calls: string[] = [];
    const key = keyFor("aes-256-gcm");
    const open = () => watchedLibrary(calls, answers);
    assert.equal(LibraryGcm.make("aes-256-gcm", key, "seal", open), undefined);
    assert.equal(countOf(calls, "EVP_CIPHER_CTX_free"), 1);
  });
}
