import assert from "node:assert/strict";
import fc from "fast-check";
import { LineError } from "../../../roles/message_injector/line-error.ts";
import { LineSplitter } from "../../../roles/message_injector/line-splitter.ts";
import { textOfLine } from "../../../roles/message_injector/line-text.ts";

const LIMIT = 20;

/** Cuts bytes into lines; one too long is "too long". */
function split(chunks: readonly Uint8Array[]): string[] {
  const splitter = new LineSplitter(LIMIT);
  const lines = chunks.flatMap((chunk) => {
    // As whoever reads into one buffer does.
    const buffer = chunk.slice();
    const found = splitter.push(buffer).map(show).toArray();
    buffer.fill(0);
    return found;
  });
  return [...lines, ...splitter.finish().map(show)];
}

function show(line: Uint8Array | LineError): string {
  return line instanceof LineError
    ? `too long: ${line.column}`
    : textOfLine(line);
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

Deno.test("Lines end by LF or CRLF, the last by the end", () => {
  assert.deepEqual(split([bytes("a\nb\r\n\n\rc")]), ["a", "b", "", "\rc"]);
  assert.deepEqual(split([bytes("a\n")]), ["a"]);
  assert.deepEqual(split([]), []);
});

Deno.test("A line that is too long is told once, before it ends, and not kept", () => {
  const splitter = new LineSplitter(LIMIT);
  assert.deepEqual(splitter.push(bytes("x".repeat(LIMIT))).toArray(), []);
  const [error, ...more] = splitter.push(bytes("x")).toArray();
  assert.ok(error instanceof LineError);
  assert.equal(error.message, "the line has more than 20 bytes");
  assert.deepEqual(more, []);
  for (let i = 0; i < 100; i++) {
    assert.deepEqual(splitter.push(bytes("x".repeat(1000))).toArray(), []);
  }
  const lines = splitter.push(bytes("\nfine\n")).map(show).toArray();
  assert.deepEqual(lines, ["fine"]);
});

Deno.test("A line that comes a byte at a time takes no more memory than it is long", () => {
  const MANY = 2 ** 20;
  const splitter = new LineSplitter(MANY);
  const byte = bytes("x");
  const before = Deno.memoryUsage().heapUsed;
  for (let i = 0; i < MANY; i++) splitter.push(byte).next();
  const taken = Deno.memoryUsage().heapUsed - before;
  const [line] = splitter.push(bytes("\n")).toArray();
  assert.ok(line instanceof Uint8Array && line.length === MANY);
  // One object for each byte would take a hundred times as much.
  assert.ok(taken < 32 * MANY, `${taken} bytes`);
});

Deno.test("Lines do not depend on how they are cut into pieces", () => {
  const line = fc.string({ unit: "grapheme", maxLength: 12 })
    .filter((text) => !/[\r\n]/.test(text));
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
  fc.assert(fc.property(fc.array(line), cuts, (lines, sizes) => {
    const whole = bytes(lines.map((text) => `${text}\n`).join(""));
    const pieces: Uint8Array[] = [];
    for (let start = 0, i = 0; start < whole.length; i++) {
      const size = sizes[i % sizes.length] ?? 1;
      pieces.push(whole.subarray(start, start + size));
      start += size;
    }
    const expected = lines.map((text) =>
      bytes(text).length > LIMIT ? "too long: 21" : text
    );
    assert.deepEqual(split(pieces), expected);
  }));
});

Deno.test("A line that is not UTF-8 is refused at the column of the fault", () => {
  const columnOf = (...line: number[]) => {
    try {
      return textOfLine(Uint8Array.from(line));
    } catch (error) {
      assert.ok(error instanceof LineError);
      return error.column;
    }
  };
  assert.equal(columnOf(0x61, 0xc3, 0xa9), "aé");
  assert.equal(columnOf(0xff), 1);
  assert.equal(columnOf(0x61, 0xc3, 0xa9, 0xc3), 3);
  assert.equal(columnOf(0x61, 0xe6, 0xa7), 2);
  // What stands for a fault elsewhere is no fault itself.
  assert.equal(columnOf(0xef, 0xbf, 0xbd), "\ufffd");
  assert.equal(columnOf(0xef, 0xbf, 0xbd, 0x80, 0x61), 2);
});
