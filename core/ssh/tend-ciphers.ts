import type { Buffer } from "node:buffer";
import type { EventEmitter } from "node:events";
import type { GcmName, Task } from "./gcm/aes-gcm.ts";
import { PacketCipher } from "./gcm/packet-cipher.ts";
import { PacketDecipher } from "./gcm/packet-decipher.ts";
import { PacketKey } from "./gcm/packet-key.ts";

/** A cipher of `node:crypto`, which keeps memory until its end. */
interface NodeCipher {
  final(): unknown;
}

/** What encrypts for ssh2. Which of these it has depends on the algorithm. */
interface Cipher {
  free(): void;
  readonly _cipherInstance?: NodeCipher | undefined;
  readonly outSeqno: number;
  readonly _onWrite?: (bytes: Buffer) => void;
  readonly _encSSLName?: string;
  readonly _encKey?: Uint8Array;
  readonly _encIV?: Uint8Array;
}

/** What decrypts for it. */
interface Decipher {
  free(): void;
  readonly _decipherInstance?: NodeCipher | null | undefined;
  readonly inSeqno: number;
  readonly _onPayload: (payload: Buffer) => number | false | undefined;
  readonly _decipherSSLName?: string;
  readonly _decipherKey?: Uint8Array;
  readonly _decipherIV?: Uint8Array;
}

/** The ciphers of a connection. */
export interface TendedCiphers {
  /**
   * Has data lent from now on that comes over the connection's streams: whoever
   * gets it must be done with it on return.
   *
   * @returns whether nobody keeps anything of what the socket reads any more
   */
  lend(): boolean;
}

/** What ssh2 keeps of a connection's ciphers, and shows to nobody. */
interface Internals {
  readonly _protocol?: { _cipher?: Cipher; _decipher?: Decipher };
}

/**
 * Looks after the ciphers of a connection, each time that keys have been
 * exchanged. Those with AES-GCM are replaced by Kōzō's own, which can use the
 * system's OpenSSL. And what any of them holds is given back when others take
 * their place and when the connection is closed: ssh2 leaves that to the
 * garbage collector, which does not know of it, and whoever knocks often
 * enough, authenticated or not, would eat up all memory.
 *
 * @param connection one that has exchanged no keys yet
 */
export function tendCiphers(
  connection: EventEmitter & Internals,
): TendedCiphers {
  let inUse: readonly NodeCipher[] = [];
  let lends = false;
  connection.on("handshake", () => {
    // ssh2 may have sealed packets by the new keys: it has counted them on in
    // the buffers that are handed over. It has opened none.
    if (connection._protocol !== undefined) {
      replace(connection._protocol, lends);
    }
    const former = inUse;
    inUse = nodeCiphersOf(connection);
    finish(former.filter((cipher) => !inUse.includes(cipher)));
  });
  // Those of Kōzō are freed by ssh2, as its own would be.
  connection.on("close", () => finish(nodeCiphersOf(connection)));
  return {
    lend() {
      lends = true;
      const decipher = connection._protocol?._decipher;
      const isOurs = decipher instanceof PacketDecipher;
      if (isOurs) decipher.lends = true;
      return isOurs;
    },
  };
}

function replace(
  protocol: NonNullable<Internals["_protocol"]>,
  lends: boolean,
): void {
  const { _cipher: cipher, _decipher: decipher } = protocol;
  const sealing = keyOf("seal", {
    name: cipher?._encSSLName,
    key: cipher?._encKey,
    iv: cipher?._encIV,
  });
  if (sealing && cipher?._onWrite) {
    protocol._cipher = new PacketCipher(
      sealing,
      cipher.outSeqno,
      cipher._onWrite,
    );
  }
  const opening = keyOf("open", {
    name: decipher?._decipherSSLName,
    key: decipher?._decipherKey,
    iv: decipher?._decipherIV,
  });
  if (opening && decipher) {
    const ours = new PacketDecipher(
      opening,
      decipher.inSeqno,
      decipher._onPayload,
    );
    ours.lends = lends;
    protocol._decipher = ours;
  }
}

function keyOf(task: Task, { name, key, iv }: {
  readonly name: string | undefined;
  readonly key: Uint8Array | undefined;
  readonly iv: Uint8Array | undefined;
}): PacketKey | undefined {
  if (key === undefined || iv === undefined || !isGcm(name)) return undefined;
  return new PacketKey(name, key, iv, task);
}

function isGcm(name: string | undefined): name is GcmName {
  return name === "aes-128-gcm" || name === "aes-256-gcm";
}

function nodeCiphersOf({ _protocol: protocol }: Internals): NodeCipher[] {
  const ends = [
    protocol?._cipher?._cipherInstance,
    protocol?._decipher?._decipherInstance,
  ];
  return ends.filter((cipher) => cipher !== undefined && cipher !== null);
}

function finish(ciphers: readonly NodeCipher[]): void {
  for (const cipher of ciphers) {
    try {
      cipher.final();
    } catch {
      // It was finished already, or the last packet is incomplete.
    }
  }
}
