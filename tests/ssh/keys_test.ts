import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import fc from "fast-check";
import { KozoError } from "kozo";
import {
  generateKeyPair,
  parsePublicKey,
  readPrivateKey,
} from "../../core/ssh/keys.ts";
import { hasSshKeygen, inFolder, sshKeygen, writeKey } from "./key-files.ts";

/** Tests that need keys which only OpenSSH makes are skipped where it is not. */
const ignore = !await hasSshKeygen();

function faultOf(line: string): string {
  try {
    parsePublicKey(line);
  } catch (error) {
    assert.ok(error instanceof KozoError, `Not a KozoError: ${error}`);
    return error.message;
  }
  throw new Error("The key was not refused");
}

for (const type of ["ed25519", "rsa"] as const) {
  Deno.test(`generateKeyPair("${type}") makes two halves of one key`, async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "key");
      const { privateKey, publicKey } = generateKeyPair(type);
      await writeKey(path, privateKey);
      assert.equal(parsePublicKey(publicKey).type, `ssh-${type}`);
      assert.equal(await readPrivateKey(path, publicKey), privateKey);
    });
  });

  Deno.test({
    name: `ssh-keygen reads what generateKeyPair("${type}") makes`,
    ignore,
    fn: () =>
      inFolder(async (folder) => {
        const path = join(folder, "key");
        const { privateKey, publicKey } = generateKeyPair(type);
        await writeKey(path, privateKey);
        const printed = await sshKeygen("-y", "-f", path);
        const { line, fingerprint } = parsePublicKey(publicKey);
        assert.equal(parsePublicKey(printed).line, line);
        assert.ok((await sshKeygen("-l", "-f", path)).includes(fingerprint));
      }),
  });
}

Deno.test("generateKeyPair() makes ed25519 keys, another one each time", () => {
  const [one, other] = [generateKeyPair(), generateKeyPair()];
  assert.match(one.publicKey, /^ssh-ed25519 AAAA/);
  assert.notEqual(one.publicKey, other.publicKey);
});

Deno.test("parsePublicKey() drops the comment and the spaces around", () => {
  const { publicKey } = generateKeyPair();
  const key = parsePublicKey(`  ${publicKey} root@clock of mine\n`);
  assert.equal(key.line, publicKey.trim());
  assert.equal(
    key.line,
    `${key.type} ${Buffer.from(key.blob).toString("base64")}`,
  );
  assert.match(key.fingerprint, /^SHA256:[A-Za-z0-9+/]{43}$/);
});

Deno.test("parsePublicKey() says what a key looks like", () => {
  for (const text of ["", "hello", "/etc/kozo/key.pub", "\u0007"]) {
    assert.match(
      faultOf(text),
      /^Cannot use the public key ".*": expected a line such as "ssh-ed25519 AAAA…"$/,
    );
  }
});

Deno.test("parsePublicKey() refuses a key that is cut, changed or has more to it", () => {
  const [type, base64 = ""] = generateKeyPair().publicKey.split(" ");
  const blob = Buffer.from(base64, "base64");
  const longer = Buffer.concat([blob, Buffer.of(0, 0, 0, 0)]).toString(
    "base64",
  );
  const shorter = Buffer.concat([
    blob.subarray(0, 18),
    Buffer.of(1, 7),
  ]).toString("base64");
  for (
    const line of [
      `${type}`,
      `${type} ${base64.slice(0, 40)}`,
      `${type} ${longer}`,
      `${type} ${shorter}`,
      `ssh-rsa ${base64}`,
    ]
  ) {
    assert.match(
      faultOf(line),
      /it is damaged: copy the whole line again$/,
      line,
    );
  }
});

Deno.test("parsePublicKey() refuses two lines", () => {
  const { publicKey } = generateKeyPair();
  assert.match(
    faultOf(`${publicKey}\n${publicKey}`),
    /: expected a single line$/,
  );
});

Deno.test("parsePublicKey() refuses a private key and does not repeat it", () => {
  const { privateKey } = generateKeyPair();
  const fault = faultOf(privateKey);
  assert.match(fault, /^Cannot use this as a public key: it is a private one/);
  assert.ok(!fault.includes(privateKey.split("\n")[1] ?? ""));
});

Deno.test("parsePublicKey() refuses the types that nodes do not use", () => {
  for (
    const type of [
      "ssh-dss",
      "ecdsa-sha2-nistp256",
      "sk-ssh-ed25519@openssh.com",
      "ssh-ed25519-cert-v01@openssh.com",
    ]
  ) {
    const fault = faultOf(`${type} AAAA`);
    assert.ok(
      fault.endsWith(
        `keys of the type "${type}" are not used: make another one with ` +
          `"ssh-keygen -t ed25519 -N '' -f new.key"`,
      ),
      fault,
    );
  }
});

Deno.test("parsePublicKey() throws nothing but KozoError", () => {
  const base64 = fc.uint8Array({ maxLength: 80 })
    .map((bytes) => Buffer.from(bytes).toString("base64"));
  const type = fc.constantFrom("ssh-ed25519", "ssh-rsa", "ssh-dss", "x");
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.tuple(type, base64).map(([type, base64]) => `${type} ${base64}`),
  );
  fc.assert(fc.property(line, (line) => {
    faultOf(line);
  }));
});
