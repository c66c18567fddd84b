import {
  type AesGcm,
  type GcmName,
  HEAD_LENGTH,
  TAG_LENGTH,
  type Task,
} from "./aes-gcm.ts";
import { type Libcrypto, openLibcrypto } from "./libcrypto.ts";

/** What `EVP_CIPHER_CTX_ctrl` is told. */
const GET_TAG = 0x10;
const SET_TAG = 0x11;

/** That of the system's OpenSSL. */
export class LibraryGcm implements AesGcm {
  readonly #library: Libcrypto;
  /** What OpenSSL knows of the key; nothing once that was given back. */
  #context: Deno.PointerValue;
  readonly #seals: boolean;
  #isDisposed = false;
  /** Where OpenSSL says how much it has written: as much as it was given. */
  readonly #written = new Uint8Array(4);

  private constructor(library: Libcrypto, task: Task) {
    this.#library = library;
    this.#seals = task === "seal";
    this.#context = library.symbols.EVP_CIPHER_CTX_new();
  }

  /** Makes one, where the system has an OpenSSL that can do it. */
  static make(
    name: GcmName,
    key: Uint8Array,
    task: Task,
    open = openLibcrypto,
  ): LibraryGcm | undefined {
    const library = open();
    if (library === undefined) return undefined;
    const gcm = new LibraryGcm(library, task);
    if (gcm.#begin(name, key)) return gcm;
    gcm[Symbol.dispose]();
    return undefined;
  }

  /** @returns whether it can */
  #begin(name: GcmName, key: Uint8Array): boolean {
    const { symbols: calls } = this.#library;
    const context = this.#context;
    if (context === null) return false;
    const cipher = name === "aes-128-gcm"
      ? calls.EVP_aes_128_gcm()
      : calls.EVP_aes_256_gcm();
    const seals = this.#seals ? 1 : 0;
    const bytes = bytesOf(key);
    return 1 ===
      calls.EVP_CipherInit_ex(context, cipher, null, bytes, null, seals);
  }

  work(iv: Uint8Array, packet: Uint8Array): boolean {
    const { symbols: calls } = this.#library;
    const context = this.#context;
    // C would not forgive it.
    if (context === null) throw new Error("The key was given back");
    const written = this.#written;
    const end = packet.length - TAG_LENGTH;
    const body = bytesOf(packet.subarray(HEAD_LENGTH, end));
    const tag = bytesOf(packet.subarray(end));
    const head = bytesOf(packet);
    must(calls.EVP_CipherInit_ex(context, null, null, null, bytesOf(iv), -1));
    must(calls.EVP_CipherUpdate(context, null, written, head, HEAD_LENGTH));
    must(calls.EVP_CipherUpdate(context, body, written, body, body.length));
    if (!this.#seals) {
      must(calls.EVP_CIPHER_CTX_ctrl(context, SET_TAG, TAG_LENGTH, tag));
      return calls.EVP_CipherFinal_ex(context, tag, written) === 1;
    }
    must(calls.EVP_CipherFinal_ex(context, tag, written));
    must(calls.EVP_CIPHER_CTX_ctrl(context, GET_TAG, TAG_LENGTH, tag));
    return true;
  }

  [Symbol.dispose](): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#library.symbols.EVP_CIPHER_CTX_free(this.#context);
    this.#context = null;
    this.#library.close();
  }
}

/** What is handed to C is never shared between threads. */
function bytesOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

function must(success: number): void {
  if (success !== 1) throw new Error("OpenSSL has failed");
}
