import assert from "node:assert/strict";
import { join } from "node:path";
import { StartError } from "kozo";
import {
  generateKeyPair,
  parsePublicKey,
  readPrivateKey,
} from "../../core/ssh/keys.ts";
import { whyUnreadable } from "../../core/ssh/key-faults.ts";
import { hasSshKeygen, inFolder, sshKeygen, writeKey } from "./key-files.ts";

/** Tests that need keys which only OpenSSH makes are skipped where it is not. */
const ignore = !await hasSshKeygen();

async function refusal(
  ...args: Parameters<typeof readPrivateKey>
): Promise<string> {
  const [path] = args;
  try {
    await readPrivateKey(...args);
  } catch (error) {
    assert.ok(error instanceof StartError, `Not a StartError: ${error}`);
    assert.ok(
      error.message.startsWith(`Cannot use the private key "${path}": `),
    );
    return error.message.slice(`Cannot use the private key "${path}": `.length);
  }
  throw new Error("The key was not refused");
}

Deno.test("readPrivateKey() says how to make a key where there is none", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "it's a key");
    const quoted = `'${folder}/it'\\''s a key'`;
    assert.equal(
      await refusal(path, generateKeyPair().publicKey),
      "there is no such file: is this the node's own machine, and is the path " +
        "right? If it has no key yet, make a key with " +
        `"ssh-keygen -t ed25519 -N '' -f ${quoted}" and put its public half ` +
        'into "publicKey"',
    );
  });
});

Deno.test("readPrivateKey() refuses a folder", async () => {
  await inFolder(async (folder) => {
    assert.equal(
      await refusal(folder, generateKeyPair().publicKey),
      "it is a folder, expected the key's file",
    );
  });
});

Deno.test("readPrivateKey() says why a key cannot be read", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "loop");
    await Deno.symlink(path, path);
    assert.match(await refusal(path, generateKeyPair().publicKey), /os error/);
  });
  // Tests may run as root, whom no permission keeps from reading.
  assert.equal(
    whyUnreadable("/k", new Deno.errors.PermissionDenied("os error 13")),
    'this user may not read it: make it the owner with "sudo chown $(id -un) /k"',
  );
});

Deno.test("readPrivateKey() refuses a key that others may read", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "key");
    const { privateKey, publicKey } = generateKeyPair();
    await writeKey(path, privateKey);
    for (const mode of [0o640, 0o604, 0o620, 0o601]) {
      await Deno.chmod(path, mode);
      assert.equal(
        await refusal(path, publicKey),
        "others than its owner may read it: change that with " +
          `"chmod 600 ${path}"`,
      );
    }
    await Deno.chmod(path, 0o400);
    assert.equal(await readPrivateKey(path, publicKey), privateKey);
  });
});

Deno.test("readPrivateKey() refuses what is no key, or a damaged one", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "key");
    const { privateKey, publicKey } = generateKeyPair();
    for (const text of ["", "hello", privateKey.slice(0, 200)]) {
      await writeKey(path, text);
      assert.match(
        await refusal(path, publicKey),
        /^it is no key, or a damaged one \(.+\): move the file away, make a key with "ssh-keygen .* and put its public half into "publicKey"$/,
      );
    }
    await writeKey(path, "x".repeat(100_000));
    assert.match(
      await refusal(path, publicKey),
      /^it is no key: move the file away, make a key/,
    );
  });
});

Deno.test("readPrivateKey() refuses the public half, whoever may read it", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "key.pub");
    const { publicKey } = generateKeyPair();
    await writeKey(path, publicKey);
    for (const mode of [0o600, 0o644]) {
      await Deno.chmod(path, mode);
      assert.equal(
        await refusal(path, publicKey),
        "it is a public key, expected the private one, which is in the file " +
          'without ".pub" at the end',
      );
    }
  });
});

Deno.test("readPrivateKey() shows both fingerprints when the halves do not match", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "key");
    const [mine, other] = [generateKeyPair(), generateKeyPair()];
    await writeKey(path, mine.privateKey);
    assert.equal(
      await refusal(path, other.publicKey),
      `its public half is ${parsePublicKey(mine.publicKey).fingerprint}, but ` +
        '"publicKey" in the configuration is ' +
        `${parsePublicKey(other.publicKey).fingerprint}: either the file is ` +
        'another machine\'s key, or "publicKey" in all copies of the ' +
        "configuration has to be replaced by " +
        `"${parsePublicKey(mine.publicKey).line}"`,
    );
  });
});

Deno.test("readPrivateKey() knows the new key that waits for its place", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "key");
    const [old, current] = [generateKeyPair(), generateKeyPair()];
    await writeKey(path, old.privateKey);
    await writeKey(`${path}.new`, current.privateKey);
    assert.equal(
      await refusal(path, current.publicKey),
      `the key that the configuration has is in "${path}.new": put that in ` +
        `its place by "mv ${path} ${path}.old && mv ${path}.new ${path}"`,
    );
    await writeKey(`${path}.new`, "no key");
    assert.match(await refusal(path, current.publicKey), /^its public half is/);
  });
});

for (const hasHalves of [true, false]) {
  Deno.test(
    `the command for a key that waits, ${
      hasHalves ? "with" : "without"
    } its public half, puts it in its place, and no key is lost`,
    async () => {
      await inFolder(async (folder) => {
        const path = join(folder, "it's a key");
        const [old, current] = [generateKeyPair(), generateKeyPair()];
        await writeKey(path, old.privateKey);
        await writeKey(`${path}.old`, "an older one");
        await writeKey(`${path}.new`, current.privateKey);
        if (hasHalves) {
          await writeKey(`${path}.pub`, old.publicKey);
          await writeKey(`${path}.new.pub`, current.publicKey);
        }
        const message = await refusal(path, current.publicKey);
        const [, command = ""] = /by "(mv .*)"$/.exec(message) ?? [];
        const shell = new Deno.Command("sh", { args: ["-c", command] });
        const { code, stderr } = await shell.output();
        assert.equal(code, 0, new TextDecoder().decode(stderr));
        const text = (end: string) => Deno.readTextFile(path + end);
        await readPrivateKey(path, current.publicKey);
        assert.equal(await text(".old2"), old.privateKey);
        assert.equal(await text(".old"), "an older one");
        if (hasHalves) assert.equal(await text(".pub"), current.publicKey);
      });
    },
  );
}

Deno.test("readPrivateKey() says whose key it is where another node has it", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "key");
    const [mine, other] = [generateKeyPair(), generateKeyPair()];
    await writeKey(path, other.privateKey);
    const nodes = [
      { name: "clock", publicKey: mine.publicKey },
      { name: "garage", publicKey: `${other.publicKey} root@garage` },
    ];
    assert.equal(
      await refusal(path, mine.publicKey, nodes),
      'it is the key of the node "garage" (its public half is ' +
        `${parsePublicKey(other.publicKey).fingerprint}), this one's is ` +
        `${parsePublicKey(mine.publicKey).fingerprint}: let "privateKey" ` +
        "lead to this node's own key, or put that there",
    );
  });
});

interface KeygenCase {
  readonly what: string;
  readonly args: readonly string[];
  /** What the refusal starts with; none: the key is taken. */
  readonly refused?: string;
}

const PKCS8 = "it is in the format PKCS#8: turn it into OpenSSH's with " +
  "\"ssh-keygen -p -N '' -f ";
const ENCRYPTED =
  "it is encrypted, and nobody is there to type a passphrase: " +
  "take that off with \"ssh-keygen -p -N '' -f ";

const KEYGEN_CASES: readonly KeygenCase[] = [
  { what: "an ed25519 key", args: ["-t", "ed25519", "-N", ""] },
  { what: "an RSA key", args: ["-t", "rsa", "-b", "2048", "-N", ""] },
  {
    what: "an RSA key as PEM",
    args: ["-t", "rsa", "-b", "2048", "-N", "", "-m", "PEM"],
  },
  {
    what: "an RSA key of 1024 bits",
    args: ["-t", "rsa", "-b", "1024", "-N", ""],
    refused: "it has 1024 bits, at least 2048 are needed: move the file away",
  },
  {
    what: "an ECDSA key",
    args: ["-t", "ecdsa", "-N", ""],
    refused:
      'keys of the type "ecdsa-sha2-nistp256" are not used: move the file ' +
      "away, make a key with \"ssh-keygen -t ed25519 -N '' -f ",
  },
  {
    what: "an encrypted key",
    args: ["-t", "ed25519", "-N", "secret"],
    refused: ENCRYPTED,
  },
  {
    what: "an encrypted key as PEM",
    args: ["-t", "rsa", "-b", "2048", "-N", "secret", "-m", "PEM"],
    refused: ENCRYPTED,
  },
  {
    what: "a key as PKCS#8",
    args: ["-t", "rsa", "-b", "2048", "-N", "", "-m", "PKCS8"],
    refused: PKCS8,
  },
  {
    what: "an encrypted key as PKCS#8",
    args: ["-t", "rsa", "-b", "2048", "-N", "secret", "-m", "PKCS8"],
    refused: PKCS8,
  },
];

for (const { what, args, refused } of KEYGEN_CASES) {
  Deno.test({
    name: `readPrivateKey() ${
      refused ? "refuses" : "takes"
    } ${what} of ssh-keygen`,
    ignore,
    fn: () =>
      inFolder(async (folder) => {
        const path = join(folder, "key");
        await sshKeygen("-q", ...args, "-f", path);
        const publicKey = await Deno.readTextFile(`${path}.pub`);
        if (refused === undefined) {
          const text = await Deno.readTextFile(path);
          assert.equal(await readPrivateKey(path, publicKey), text);
          return;
        }
        const good = generateKeyPair().publicKey;
        const message = await refusal(path, good);
        assert.ok(message.startsWith(refused), message);
      }),
  });
}

for (const format of ["PKCS8", "RFC4716"]) {
  Deno.test({
    name:
      `the command for an encrypted key (${format}) makes it one that is taken`,
    ignore,
    fn: () =>
      inFolder(async (folder) => {
        const path = join(folder, "key");
        await sshKeygen(
          "-q",
          "-t",
          "rsa",
          "-b",
          "2048",
          "-N",
          "secret",
          "-m",
          format,
          "-f",
          path,
        );
        await sshKeygen("-p", "-P", "secret", "-N", "", "-f", path);
        const publicKey = await Deno.readTextFile(`${path}.pub`);
        assert.match(
          await readPrivateKey(path, publicKey),
          /OPENSSH PRIVATE KEY/,
        );
      }),
  });
}
