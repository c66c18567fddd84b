import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import {
  describeKey,
  findNodeByKey,
  isKeyOf,
  keyFingerprint,
} from "../../core/ssh/identity.ts";
import { makeNode } from "../support/system.ts";
import { KEYS, systemOf } from "./parties.ts";

function blobOf(publicKey: string): Buffer {
  return Buffer.from(publicKey.split(" ")[1] ?? "", "base64");
}

Deno.test("keyFingerprint() prints what ssh-keygen -l prints", () => {
  // The fingerprint of a key that GitHub has published.
  const key =
    "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
  assert.equal(
    keyFingerprint(Buffer.from(key, "base64")),
    "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
  );
});

Deno.test("isKeyOf() is true of a node's own key only", () => {
  const alice = systemOf("bob").nodes.get("alice");
  assert.ok(alice !== undefined);
  const blob = blobOf(KEYS.alice.publicKey);
  assert.ok(isKeyOf(alice, blob));
  assert.ok(!isKeyOf(alice, blobOf(KEYS.eve.publicKey)));
  assert.ok(!isKeyOf(alice, blob.subarray(1)));
  assert.ok(!isKeyOf(alice, Buffer.concat([blob, Buffer.of(0)])));
  assert.ok(!isKeyOf(alice, Buffer.of()));
  assert.ok(!isKeyOf(makeNode("x", { publicKey: "" }), blob));
});

Deno.test("findNodeByKey() and describeKey() know the keys of the configuration", () => {
  const system = systemOf("bob");
  const blob = blobOf(KEYS.carol.publicKey);
  assert.equal(findNodeByKey(system, blob)?.name, "carol");
  assert.equal(
    describeKey(system, blob),
    `${keyFingerprint(blob)}, which is the key of "carol"`,
  );
  const strange = blobOf(KEYS.eve.publicKey);
  assert.equal(findNodeByKey(system, strange), undefined);
  assert.equal(
    describeKey(system, strange),
    `${keyFingerprint(strange)}, which no node in the configuration has`,
  );
});
