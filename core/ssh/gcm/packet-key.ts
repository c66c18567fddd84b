import type { AesGcm, GcmName, Task } from "./aes-gcm.ts";
import { LibraryGcm } from "./library-gcm.ts";
import { RuntimeGcm } from "./runtime-gcm.ts";

/**
 * Bytes after which a key is worked with by the system's OpenSSL, where there
 * is one: what links carry that have little to say is not worth its memory.
 */
const MUCH = 1024 * 1024;

/** The key of one direction of a connection, and which packet is next. */
export class PacketKey {
  readonly #name: GcmName;
  readonly #key: Uint8Array;
  readonly #iv: Uint8Array;
  readonly #task: Task;
  readonly #makeFaster: typeof LibraryGcm.make;
  #gcm: AesGcm;
  /** Bytes until much has been carried. */
  #left = MUCH;
  #isFreed = false;

  /**
   * @param iv that of the next packet, which is counted on
   * @param makeFaster gives what works on much
   */
  constructor(
    name: GcmName,
    key: Uint8Array,
    iv: Uint8Array,
    task: Task,
    makeFaster = LibraryGcm.make,
  ) {
    this.#name = name;
    this.#key = key;
    this.#iv = iv;
    this.#task = task;
    this.#makeFaster = makeFaster;
    this.#gcm = new RuntimeGcm(name, key, task);
  }

  /** Whether nothing more is to be done with it. */
  get isFreed(): boolean {
    return this.#isFreed;
  }

  /**
   * Seals the next packet, or opens it, in place.
   *
   * @returns whether it is what was sent
   */
  work(packet: Uint8Array): boolean {
    if (this.#left > 0) this.#count(packet.length);
    const isRight = this.#gcm.work(this.#iv, packet);
    // What comes behind a packet that is not what was sent opens neither.
    if (isRight) countUp(this.#iv);
    return isRight;
  }

  /** Gives back what C holds, which no garbage collector knows of. */
  free(): void {
    this.#isFreed = true;
    this.#gcm[Symbol.dispose]();
  }

  #count(length: number): void {
    this.#left -= length;
    if (this.#left > 0) return;
    this.#gcm = this.#makeFaster(this.#name, this.#key, this.#task) ??
      this.#gcm;
  }
}

/** Adds one to the last eight bytes, a number in network order. */
function countUp(iv: Uint8Array): void {
  for (let at = iv.length - 1; at >= 4; at--) {
    const byte = ((iv[at] ?? 0) + 1) & 0xff;
    iv[at] = byte;
    if (byte !== 0) return;
  }
}
