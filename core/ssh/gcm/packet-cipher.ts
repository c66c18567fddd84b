import { Buffer } from "node:buffer";
import { randomFillSync } from "node:crypto";
import { BLOCK_LENGTH, HEAD_LENGTH, TAG_LENGTH } from "./aes-gcm.ts";
import type { PacketKey } from "./packet-key.ts";

/** The least that a packet is padded with. */
const MIN_PADDING = 4;

/** What encrypts the packets of an SSH connection, as ssh2 wants it. */
export class PacketCipher {
  /** Packets sent so far; ssh2 reads it, and sets it. */
  outSeqno: number;
  readonly #key: PacketKey;
  readonly #write: (bytes: Buffer) => void;

  constructor(
    key: PacketKey,
    outSeqno: number,
    write: (bytes: Buffer) => void,
  ) {
    this.#key = key;
    this.outSeqno = outSeqno;
    this.#write = write;
  }

  /** A packet for a payload, with its length, padding and room for its tag. */
  allocPacket(payloadLength: number): Buffer {
    let padding = BLOCK_LENGTH - ((1 + payloadLength) % BLOCK_LENGTH);
    if (padding < MIN_PADDING) padding += BLOCK_LENGTH;
    const bodyLength = 1 + payloadLength + padding;
    const packet = Buffer.allocUnsafe(HEAD_LENGTH + bodyLength + TAG_LENGTH);
    packet.writeUInt32BE(bodyLength, 0);
    packet[HEAD_LENGTH] = padding;
    randomFillSync(packet, HEAD_LENGTH + 1 + payloadLength, padding);
    return packet;
  }

  /** Encrypts a packet, and sends it. */
  encrypt(packet: Buffer): void {
    if (this.#key.isFreed) return;
    const sealed = withRoom(packet);
    this.#key.work(sealed);
    this.#write(sealed);
    this.outSeqno = (this.outSeqno + 1) >>> 0;
  }

  /** ssh2 needs it no more. */
  free(): void {
    this.#key.free();
  }
}

/** ssh2 may have had a packet made by another cipher, which this one follows. */
function withRoom(packet: Buffer): Buffer {
  const length = HEAD_LENGTH + packet.readUInt32BE(0);
  if (packet.length === length + TAG_LENGTH) return packet;
  const roomy = Buffer.allocUnsafe(length + TAG_LENGTH);
  packet.copy(roomy, 0, 0, length);
  return roomy;
}
