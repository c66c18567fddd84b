import { parsePublicKey } from "../ssh/keys.ts";
import { quote, quotePath, shellWord } from "../wording.ts";
import { type Finding, type Subject, warning } from "./finding.ts";

/** Bits that an RSA key should have for the years to come. */
const GOOD_RSA_BITS = 3072;

/** Bits of a mode by which others than the owner, or than the group, may. */
const MAY = { othersWrite: 0o022, othersUse: 0o077, worldUses: 0o007 } as const;

/** Keys that are good enough today only. */
export function* weakKeys({ config }: Subject): Iterable<Finding> {
  for (const { name, publicKey } of config.nodes.values()) {
    const { type, bits } = parsePublicKey(publicKey);
    if (type !== "ssh-rsa" || bits >= GOOD_RSA_BITS) continue;
    yield warning(
      ["system", name, "publicKey"],
      `The RSA key of ${quote(name)} has ${bits} bits, fewer than ` +
        `${GOOD_RSA_BITS}: give it another by "kozo node rekey ${name}"`,
    );
  }
}

/** A configuration that others may change. */
export function* openFile(file: string): Iterable<Finding> {
  if (isOpen(file, MAY.othersWrite)) {
    yield warning(
      [],
      "Others than its owner may write to this file, and so decide what all " +
        `nodes do: run ${quotePath(`chmod go-w ${shellWord(file)}`)}`,
    );
  }
}

/** Keys and storage that others can read who should not. */
export function* openKeys({ config, self }: Subject): Iterable<Finding> {
  for (const { name, privateKey, roleStorage } of config.nodes.values()) {
    // A node does not start with such a key: that is an error of its own.
    if (name !== self && isOpen(privateKey, MAY.othersUse)) {
      yield warning(
        ["system", name, "privateKey"],
        `Others than its owner may read ${quotePath(privateKey)}: run ` +
          quotePath(`chmod 600 ${shellWord(privateKey)}`),
      );
    }
    if (roleStorage !== undefined && isOpen(roleStorage, MAY.worldUses)) {
      yield warning(
        ["system", name, "roleStorage"],
        `Everybody may look into ${quotePath(roleStorage)}: run ` +
          quotePath(`chmod o-rwx ${shellWord(roleStorage)}`),
      );
    }
  }
}

/** Whether something is here, and its mode has one of some bits. */
function isOpen(path: string, bits: number): boolean {
  try {
    return ((Deno.statSync(path).mode ?? 0) & bits) !== 0;
  } catch {
    // Most files of the network are on other machines.
    return false;
  }
}
