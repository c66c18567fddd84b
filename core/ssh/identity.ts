import { createHash } from "node:crypto";
import type { Node } from "../model/node.ts";
import type { System } from "../model/system.ts";

/** A public key's fingerprint as `ssh-keygen -l` prints it. */
export function keyFingerprint(blob: Uint8Array): string {
  const hash = createHash("sha256").update(blob).digest("base64");
  return `SHA256:${hash.replace(/=+$/, "")}`;
}

/** Whether `blob`, a public key as SSH sends it, is the key of `node`. */
export function isKeyOf(node: Node, blob: Uint8Array): boolean {
  return base64Of(node) === blob.toBase64();
}

/** The node that has the public key `blob`, if any of the system has. */
export function findNodeByKey(
  system: System,
  blob: Uint8Array,
): Node | undefined {
  const base64 = blob.toBase64();
  return [...system.nodes.values()].find((node) => base64Of(node) === base64);
}

function base64Of(node: Node): string | undefined {
  return node.publicKey.split(" ")[1];
}

/** Says whose key `blob` is, as far as the configuration knows. */
export function describeKey(system: System, blob: Uint8Array): string {
  const node = findNodeByKey(system, blob);
  return node === undefined
    ? `${keyFingerprint(blob)}, which no node in the configuration has`
    : `${keyFingerprint(blob)}, which is the key of "${node.name}"`;
}
