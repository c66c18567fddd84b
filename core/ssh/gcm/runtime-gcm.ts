import { createCipheriv, createDecipheriv } from "node:crypto";
import {
  type AesGcm,
  type GcmName,
  HEAD_LENGTH,
  TAG_LENGTH,
  type Task,
} from "./aes-gcm.ts";

/** That of the runtime. */
export class RuntimeGcm implements AesGcm {
  readonly work: (iv: Uint8Array, packet: Uint8Array) => boolean;

  constructor(name: GcmName, key: Uint8Array, task: Task) {
    this.work = task === "seal"
      ? (iv, packet) => seal(name, key, iv, packet)
      : (iv, packet) => open(name, key, iv, packet);
  }

  [Symbol.dispose](): void {
    // It keeps nothing.
  }
}

function seal(
  name: GcmName,
  key: Uint8Array,
  iv: Uint8Array,
  packet: Uint8Array,
): true {
  const { head, body, tag } = partsOf(packet);
  const cipher = createCipheriv(name, key, iv);
  cipher.setAAD(head);
  body.set(cipher.update(body));
  cipher.final();
  tag.set(cipher.getAuthTag());
  return true;
}

function open(
  name: GcmName,
  key: Uint8Array,
  iv: Uint8Array,
  packet: Uint8Array,
): boolean {
  const { head, body, tag } = partsOf(packet);
  const decipher = createDecipheriv(name, key, iv);
  decipher.setAAD(head);
  decipher.setAuthTag(tag);
  body.set(decipher.update(body));
  try {
    decipher.final();
    return true;
  } catch {
    return false;
  }
}

function partsOf(packet: Uint8Array) {
  const end = packet.length - TAG_LENGTH;
  return {
    head: packet.subarray(0, HEAD_LENGTH),
    body: packet.subarray(HEAD_LENGTH, end),
    tag: packet.subarray(end),
  };
}
