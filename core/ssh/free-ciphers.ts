import type { EventEmitter } from "node:events";

/** A cipher of `node:crypto`, which keeps memory until its end. */
interface Cipher {
  final(): unknown;
}

/** What ssh2 keeps of a connection's ciphers, and shows to nobody. */
interface Internals {
  readonly _protocol?: {
    readonly _cipher?: { readonly _cipherInstance?: Cipher };
    readonly _decipher?: { readonly _decipherInstance?: Cipher };
  };
}

/**
 * Gives back what the ciphers of a connection hold, when others take their
 * place and when it is closed. ssh2 leaves that to the garbage collector, which
 * in this runtime does not know of it: whoever knocks often enough,
 * authenticated or not, would eat up all memory.
 *
 * @param connection one that has exchanged no keys yet
 */
export function freeCiphers(connection: EventEmitter & Internals): void {
  let inUse: readonly Cipher[] = [];
  connection.on("handshake", () => {
    const former = inUse;
    inUse = ciphersOf(connection);
    finish(former.filter((cipher) => !inUse.includes(cipher)));
  });
  connection.on("close", () => finish(ciphersOf(connection)));
}

function ciphersOf({ _protocol: protocol }: Internals): Cipher[] {
  const ends = [
    protocol?._cipher?._cipherInstance,
    protocol?._decipher?._decipherInstance,
  ];
  return ends.filter((cipher) => cipher !== undefined);
}

function finish(ciphers: readonly Cipher[]): void {
  for (const cipher of ciphers) {
    try {
      cipher.final();
    } catch {
      // It was finished already, or the last packet is incomplete.
    }
  }
}
