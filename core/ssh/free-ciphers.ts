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
 * Gives back what the ciphers of a closed connection hold. ssh2 leaves that to
 * the garbage collector, which in this runtime does not know of it: whoever
 * knocks often enough, authenticated or not, would eat up all memory.
 */
export function freeCiphers(connection: object): void {
  const { _protocol: protocol }: Internals = connection;
  finish(protocol?._cipher?._cipherInstance);
  finish(protocol?._decipher?._decipherInstance);
}

function finish(cipher: Cipher | undefined): void {
  try {
    cipher?.final();
  } catch {
    // It was finished already, or the last packet is incomplete.
  }
}
