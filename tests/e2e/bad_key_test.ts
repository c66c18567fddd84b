import assert from "node:assert/strict";
// @ts-types="npm:@types/ssh2@1.15.6"
import ssh2 from "ssh2";
import { generateKeyPair, parsePublicKey } from "../../core/ssh/keys.ts";
import { Network } from "../support/network.ts";
import { mortalWrapper, refusal } from "../support/run-kozo.ts";

const mortal = await mortalWrapper();

function makeNetwork(block: Record<string, unknown> = {}): Promise<Network> {
  return Network.make({ clock: { roles: { timer: {} }, ...block } });
}

/** What is said of a key file with another content, exit code 5. */
async function refusalOf(network: Network, text: string): Promise<string> {
  await Deno.writeTextFile(network.path("clock"), text);
  return await keyRefusal(network);
}

/** What is said of the key, exit code 5, without the words it starts with. */
async function keyRefusal(
  network: Network,
  wrapper?: readonly string[],
): Promise<string> {
  const line = await refusal(network.folder, 5, wrapper);
  const start = `kozo: Cannot use the private key "${network.path("clock")}": `;
  assert.ok(line.startsWith(start), line);
  return line.slice(start.length);
}

Deno.test("kozo run says how to make the key that is missing, exit code 5", async () => {
  await using network = await makeNetwork();
  await Deno.remove(network.path("clock"));
  assert.equal(
    await keyRefusal(network),
    "there is no such file: is this the node's own machine, and is the path " +
      "right? If it has no key yet, make a key with " +
      `"ssh-keygen -t ed25519 -N '' -f ${network.path("clock")}" and put its ` +
      'public half into "publicKey"',
  );
});

Deno.test({
  name: "kozo run says whose the unreadable key must be, exit code 5",
  // Root may read and write what it likes.
  ignore: mortal === undefined,
  fn: async () => {
    await using network = await makeNetwork();
    await Deno.chmod(network.path("clock"), 0);
    assert.equal(
      await keyRefusal(network, mortal),
      'this user may not read it: make it the owner with "sudo chown $(id -un) ' +
        `${network.path("clock")}"`,
    );
  },
});

Deno.test("kozo run says that no key can be at such a path, exit code 5", async () => {
  await using network = await makeNetwork({ privateKey: "config.yml/key" });
  assert.match(
    await refusal(network.folder, 5),
    /\/config\.yml\/key": Not a directory .*: see that "privateKey" leads to the key's file$/,
  );
});

Deno.test("kozo run says how to hide a key that others may read, exit code 5", async () => {
  await using network = await makeNetwork();
  await Deno.chmod(network.path("clock"), 0o644);
  assert.equal(
    await keyRefusal(network),
    "others than its owner may read it: change that with " +
      `"chmod 600 ${network.path("clock")}"`,
  );
});

Deno.test("kozo run says how to take off a key's passphrase, exit code 5", async () => {
  await using network = await makeNetwork();
  const encrypted = ssh2.utils.generateKeyPairSync("ed25519", {
    cipher: "aes256-ctr",
    passphrase: "secret",
    rounds: 1,
  });
  assert.equal(
    await refusalOf(network, encrypted.private),
    "it is encrypted, and nobody is there to type a passphrase: take that off " +
      `with "ssh-keygen -p -N '' -f ${network.path("clock")}"`,
  );
});

Deno.test("kozo run asks for another key than an ECDSA key, exit code 5", async () => {
  await using network = await makeNetwork();
  const ecdsa = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
  assert.equal(
    await refusalOf(network, ecdsa.private),
    'keys of the type "ecdsa-sha2-nistp256" are not used: move the file away, ' +
      "make a key with \"ssh-keygen -t ed25519 -N '' -f " +
      `${network.path("clock")}" and put its public half into "publicKey"`,
  );
});

Deno.test("kozo run asks for another key than a broken one, exit code 5", async () => {
  await using network = await makeNetwork();
  const broken = generateKeyPair().privateKey.slice(0, 200);
  assert.match(
    await refusalOf(network, broken),
    /^it is no key, or a damaged one \(.+\): move the file away, make a key with "ssh-keygen /,
  );
});

Deno.test("kozo run asks for the private half of a key, exit code 5", async () => {
  await using network = await makeNetwork();
  assert.equal(
    await refusalOf(network, generateKeyPair().publicKey),
    "it is a public key, expected the private one, which is in the file " +
      'without ".pub" at the end',
  );
});

Deno.test("kozo run shows both fingerprints when the halves of a key do not match, exit code 5", async () => {
  await using network = await makeNetwork();
  const expected = String(network.config.system.clock?.publicKey);
  const other = generateKeyPair();
  assert.equal(
    await refusalOf(network, other.privateKey),
    `its public half is ${parsePublicKey(other.publicKey).fingerprint}, but ` +
      '"publicKey" in the configuration is ' +
      `${parsePublicKey(expected).fingerprint}: either the file is another ` +
      'machine\'s key, or "publicKey" in all copies of the configuration has ' +
      `to be replaced by "${parsePublicKey(other.publicKey).line}"`,
  );
});

Deno.test("kozo run says whose key it is where another node has it, exit code 5", async () => {
  await using network = await Network.make({
    clock: { roles: { timer: {} } },
    scribe: {},
  });
  const key = await Deno.readTextFile(network.path("scribe"));
  assert.match(
    await refusalOf(network, key),
    /^it is the key of the node "scribe" \(/,
  );
});
