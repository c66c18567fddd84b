import { Buffer } from "node:buffer";
import { BLOCK_LENGTH, HEAD_LENGTH, TAG_LENGTH } from "./aes-gcm.ts";
import type { PacketKey } from "./packet-key.ts";

/** Bytes of the longest packet that ssh2 takes. */
const MAX_PACKET = 35_000;

/** The kind of packet that carries what a stream is for. */
const CHANNEL_DATA = 94;

/** What ssh2 does with a payload; it says where to go on if not right behind. */
type Take = (payload: Buffer) => number | false | undefined;

/** What decrypts the packets of an SSH connection, as ssh2 wants it. */
export class PacketDecipher {
  /** Packets received so far; ssh2 reads it, and sets it. */
  inSeqno: number;
  /** ssh2 sets it, too. */
  _onPayload: Take;
  /**
   * Whether data that comes out is only lent: whoever gets it must be done with
   * it on return, and what it has come in is used for other things then.
   */
  lends = false;
  readonly #key: PacketKey;
  /** The first bytes of a packet that comes in pieces. */
  #head = Buffer.alloc(HEAD_LENGTH);
  /** That packet, as soon as its length is known. */
  #packet: Buffer | undefined;
  /** Memory for such packets that is used over and over. */
  #room = Buffer.alloc(0);
  /** How much of it is there. */
  #filled = 0;
  /** How far the bytes at hand have been read. */
  #at = 0;

  constructor(key: PacketKey, inSeqno: number, onPayload: Take) {
    this.#key = key;
    this.inSeqno = inSeqno;
    this._onPayload = onPayload;
  }

  /**
   * Decrypts in place what has arrived, and hands the payloads on.
   *
   * @returns where somebody else is to go on, if so
   * @throws {Error} when it is not what the other end sent
   */
  decrypt(data: Buffer, from: number, end: number): number | undefined {
    this.#at = from;
    while (this.#at < end && !this.#key.isFreed) {
      const packet = this.#next(data, end);
      if (packet === undefined) return undefined;
      const goOn = this._onPayload(this.#own(this.#open(packet)));
      if (goOn !== undefined) return goOn === false ? this.#at : goOn;
    }
    return undefined;
  }

  /** ssh2 needs it no more. */
  free(): void {
    this.#key.free();
  }

  /** The next packet, when all of it is there. */
  #next(data: Buffer, end: number): Buffer | undefined {
    const from = this.#at;
    if (this.#filled === 0 && end - from >= HEAD_LENGTH) {
      const length = lengthAt(data, from);
      if (end - from >= length) {
        this.#at += length;
        return data.subarray(from, from + length);
      }
    }
    return this.#gather(data, end);
  }

  /** Adds to a packet that comes in pieces. */
  #gather(data: Buffer, end: number): Buffer | undefined {
    if (this.#packet === undefined) {
      this.#fill(this.#head, data, end);
      if (this.#filled < HEAD_LENGTH) return undefined;
      this.#packet = this.#allocate(lengthAt(this.#head, 0));
      this.#head.copy(this.#packet);
    }
    const packet = this.#packet;
    this.#fill(packet, data, end);
    if (this.#filled < packet.length) return undefined;
    this.#packet = undefined;
    this.#filled = 0;
    return packet;
  }

  #allocate(length: number): Buffer {
    if (!this.lends) return Buffer.allocUnsafe(length);
    if (length > this.#room.length) this.#room = Buffer.allocUnsafe(length);
    return this.#room.subarray(0, length);
  }

  #fill(target: Buffer, data: Buffer, end: number): void {
    const length = Math.min(target.length - this.#filled, end - this.#at);
    data.copy(target, this.#filled, this.#at, this.#at + length);
    this.#filled += length;
    this.#at += length;
  }

  #open(packet: Buffer): Buffer {
    if (!this.#key.work(packet)) throw new Error("Invalid MAC");
    this.inSeqno = (this.inSeqno + 1) >>> 0;
    const padding = packet[HEAD_LENGTH] ?? 0;
    const end = packet.length - TAG_LENGTH - padding;
    if (end <= HEAD_LENGTH) throw new Error("Bad padding");
    return packet.subarray(HEAD_LENGTH + 1, end);
  }

  /** ssh2 keeps some of what is not data. */
  #own(payload: Buffer): Buffer {
    const isLent = this.lends && payload[0] !== CHANNEL_DATA;
    return isLent ? Buffer.from(payload) : payload;
  }
}

/** The length of a packet, with all that belongs to it. */
function lengthAt(data: Buffer, at: number): number {
  const length = data.readUInt32BE(at);
  const whole = HEAD_LENGTH + length + TAG_LENGTH;
  if (
    whole > MAX_PACKET || length < BLOCK_LENGTH || length % BLOCK_LENGTH !== 0
  ) throw new Error("Bad packet length");
  return whole;
}
