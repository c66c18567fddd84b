import type { Node } from "../model/node.ts";
import { hostAndPort } from "../net/host-and-port.ts";
import { findNodeByKey, isKeyOf, keyFingerprint } from "../ssh/identity.ts";
import { quote } from "../wording.ts";
import type { Cause, Observation } from "./finding.ts";
import { isOwnHost } from "./host.ts";
import { addressesOf, type Door, knock } from "./knock.ts";
import type { Patient } from "./patient.ts";

/** Whose key is shown at a door, and how that may have come about. */
export async function explainWrongKey(
  patient: Patient,
  door: Door,
  found: Uint8Array,
  signal: AbortSignal,
): Promise<Observation> {
  const { system, other } = patient;
  const owner = findNodeByKey(system, found);
  const text = `expected ${fingerprintOf(other)}, found ` +
    `${keyFingerprint(found)}, which ` +
    (owner === undefined
      ? "no node in the configuration has"
      : `is the key of ${quote(owner.name)}`);
  const [cause, advice] = owner === undefined
    ? unknownKey(other)
    : owner === system.self
    ? await ownKey(patient, door, signal)
    : await keyOf(owner, patient, door, signal);
  return { step: "host key", verdict: "bad", cause, text, advice };
}

/** The fingerprint of a node's key, as `ssh-keygen -l` prints it. */
export function fingerprintOf({ publicKey }: Node): string {
  const [, data = ""] = publicKey.split(" ");
  return keyFingerprint(Uint8Array.fromBase64(data));
}

function unknownKey({ name }: Node): [Cause, string] {
  return [
    "wrong-key",
    `on the machine of ${quote(name)}, "kozo id" of its key tells whether ` +
    'that is it: then put its public key into "publicKey", and copy the file ' +
    "to all nodes",
  ];
}

/** It is this machine that is there, or another that has its key, too. */
async function ownKey(
  { system: { self }, other, environment }: Patient,
  { address }: Door,
  signal: AbortSignal,
): Promise<[Cause, string]> {
  const name = quote(other.name);
  const host = hostAndPort(String(address))?.host;
  const isHere = host !== undefined &&
    await isOwnHost(host, environment, signal);
  return isHere
    ? [
      "wrong-address",
      `the address leads back to ${
        quote(self.name)
      } on this machine: correct ` +
      `that of ${name}`,
    ]
    : [
      "copied-key",
      `another machine has the key of ${quote(self.name)}: was its card ` +
      `copied? Give ${name} a key of its own`,
    ];
}

/** Asks at the addresses of the key's owner, too. */
async function keyOf(
  owner: Node,
  patient: Patient,
  door: Door,
  signal: AbortSignal,
): Promise<[Cause, string]> {
  const name = quote(patient.other.name);
  const theirs = quote(owner.name);
  const shown = await keyShownBy(owner, patient, door, signal);
  if (shown === "same address") {
    return [
      "wrong-address",
      "the file gives both nodes this address: one of them is wrong",
    ];
  }
  if (shown !== undefined && isKeyOf(patient.other, shown)) {
    return [
      "swapped-keys",
      `at the address of ${theirs} there is the key of ${name}: in the file, ` +
      'the two have swapped their "publicKey" or their addresses',
    ];
  }
  if (shown !== undefined && isKeyOf(owner, shown)) {
    return [
      "copied-key",
      `two machines have the key of ${theirs}: was its card copied? Give ` +
      `${name} a key of its own`,
    ];
  }
  return [
    "wrong-address",
    `the machine there runs as ${theirs}: correct the address of ${name}, or ` +
    "start the right node there",
  ];
}

/** The key that is shown where a node should be, if anybody is there. */
async function keyShownBy(
  owner: Node,
  patient: Patient,
  { own, address }: Door,
  signal: AbortSignal,
): Promise<Uint8Array | "same address" | undefined> {
  const doors = [...owner.transports.values()]
    .filter((other) => own.canConnect(other))
    .flatMap((other) =>
      addressesOf(own, other).map((address): Door => ({ own, other, address }))
    );
  if (doors.some((door) => String(door.address) === String(address))) {
    return "same address";
  }
  for (const door of doors) {
    const { channel, hostKey } = await knock(patient, door, signal);
    await channel?.close();
    if (hostKey !== undefined) return hostKey;
  }
  return undefined;
}
