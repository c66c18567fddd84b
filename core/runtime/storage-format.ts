import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { DecodeError, StorageError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { encodeValue } from "../wire/value.ts";

/** What a storage file starts with: its kind and the version of that. */
const MAGIC = "kozo-storage 1 ";

/** Characters of a SHA-256 in hexadecimal digits. */
const DIGEST_LENGTH = 64;

const HEADER_LENGTH = MAGIC.length + DIGEST_LENGTH + 1;

/**
 * Turns what a role stores into MessagePack.
 *
 * @param owner `role@node`, for the error
 * @throws {StorageError} when the value is of a kind that cannot be stored
 */
export function encodeStored(value: unknown, owner: string): Uint8Array {
  try {
    return encodeValue(value);
  } catch (cause) {
    throw new StorageError(
      `Cannot store the value of "${owner}": ${messageOf(cause)}`,
      { cause },
    );
  }
}

/** Makes the content of a storage file: a line with the checksum, the payload. */
export function sealStorage(payload: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(header(payload), "latin1"), payload]);
}

/**
 * Takes the payload out of the content of a storage file.
 *
 * @throws {DecodeError} when it is not what {@link sealStorage} made
 */
export function openStorage(content: Uint8Array): Uint8Array {
  const found = Buffer.from(content.subarray(0, HEADER_LENGTH))
    .toString("latin1");
  if (!found.startsWith(MAGIC)) {
    throw new DecodeError("it does not start like a storage file");
  }
  const payload = content.subarray(HEADER_LENGTH);
  if (found !== header(payload)) {
    throw new DecodeError("its checksum does not fit");
  }
  return payload;
}

function header(payload: Uint8Array): string {
  return `${MAGIC}${createHash("sha256").update(payload).digest("hex")}\n`;
}
