import assert from "node:assert/strict";
import { authenticateAsClient } from "../../core/ssh/client.ts";
import { CIPHERS, HMACS } from "../../core/ssh/algorithms.ts";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import type { SshSession } from "../../core/ssh/session.ts";
import { type Differences, KEYS, systemOf, visitBob } from "./parties.ts";

/** Links alice with bob, lets them talk, by new keys too, and ends it. */
async function talk(differences: Differences): Promise<void> {
  await using visit = visitBob(differences);
  const system = systemOf("alice", differences);
  const bob = system.nodes.get("bob");
  assert.ok(bob !== undefined);
  const [near, { peer, session: far }] = await Promise.all([
    authenticateAsClient(visit.socket, bob, {
      system,
      privateKey: (differences.keys?.alice ?? KEYS.alice).privateKey,
    }, visit.abort.signal),
    visit.guest,
  ]);
  assert.equal(peer.name, "alice");
  await exchangeWords(near, far);
  await exchangeKeys(far);
  await exchangeWords(near, far);
}

async function exchangeWords(near: SshSession, far: SshSession): Promise<void> {
  near.stream.write("from alice");
  far.stream.write("from bob");
  assert.equal(await textFrom(far), "from alice");
  assert.equal(await textFrom(near), "from bob");
}

function exchangeKeys({ connection, rekey }: SshSession): Promise<void> {
  return new Promise((resolve) => {
    connection.once("rekey", resolve);
    rekey?.();
  });
}

function textFrom({ stream }: SshSession): Promise<string> {
  return new Promise((resolve) =>
    stream.once("data", (data) => resolve(String(data)))
  );
}

for (const cipher of CIPHERS) {
  Deno.test(`two nodes talk by ${cipher}, and leave nothing behind`, async () => {
    await talk({ settings: { cipher: [cipher] } });
  });
}

for (const hmac of HMACS) {
  Deno.test(`two nodes talk by aes256-ctr with ${hmac}`, async () => {
    await talk({ settings: { cipher: ["aes256-ctr"], hmac: [hmac] } });
  });
}

Deno.test("two nodes talk by RSA keys, and an RSA key talks to an ed25519 one", async () => {
  const rsa = generateKeyPair("rsa");
  await talk({ keys: { alice: rsa } });
  await talk({ keys: { bob: rsa } });
  await talk({ keys: { alice: generateKeyPair("rsa"), bob: rsa } });
});
