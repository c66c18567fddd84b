/** A file of an archive. */
export interface ArchivedFile {
  readonly name: string;
  readonly text: string;
}

const BLOCK = 512;

/** Where the fields of a header are, in the format "ustar", and how long. */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
} as const;

/** A plain file. */
const REGULAR = "0";

/**
 * An archive that `tar` reads.
 *
 * @param files with names of up to 100 bytes
 * @param time the files' age, in seconds since 1970
 */
export function tar(files: readonly ArchivedFile[], time: number): Uint8Array {
  const encoder = new TextEncoder();
  const blocks = files.flatMap(({ name, text }) => {
    const content = encoder.encode(text);
    return [header(name, content.length, time), padded(content)];
  });
  // Two empty blocks are the end.
  return joinedBlocks([...blocks, new Uint8Array(2 * BLOCK)]);
}

function header(name: string, size: number, time: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const write = (field: keyof typeof FIELDS, text: string) => {
    const [at, length] = FIELDS[field];
    block.set(new TextEncoder().encode(text).subarray(0, length), at);
  };
  write("name", name);
  write("mode", octal(0o600, 7));
  write("uid", octal(0, 7));
  write("gid", octal(0, 7));
  write("size", octal(size, 11));
  write("mtime", octal(Math.floor(time), 11));
  write("type", REGULAR);
  write("magic", "ustar\x0000");
  // It counts as spaces in the sum.
  write("checksum", " ".repeat(8));
  const sum = block.reduce((sum, byte) => sum + byte);
  write("checksum", `${octal(sum, 6)}\0 `);
  return block;
}

function octal(number: number, digits: number): string {
  return number.toString(8).padStart(digits, "0");
}

function padded(content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(content.length / BLOCK) * BLOCK);
  whole.set(content);
  return whole;
}

function joinedBlocks(blocks: readonly Uint8Array[]): Uint8Array {
  const size = blocks.reduce((sum, { length }) => sum + length, 0);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}
