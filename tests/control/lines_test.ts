import fc from "fast-check";
import assert from "node:assert/strict";
import { readLines, writeLines } from "../../core/control/lines.ts";

/** Reads what comes in pieces of these lengths. */
function readInPieces(bytes: Uint8Array, lengths: number[], longest = 1e6) {
  let at = 0;
  const read = (buffer: Uint8Array) => {
    if (at === bytes.length) return Promise.resolve(null);
    const wanted = Math.max(1, lengths.shift() ?? 7);
    const piece = bytes.subarray(at, at + Math.min(wanted, buffer.length));
    buffer.set(piece);
    at += piece.length;
    return Promise.resolve(piece.length);
  };
  return Array.fromAsync(readLines({ read }, longest));
}

Deno.test("readLines() gives the same lines however the bytes are cut", async () => {
  const line = fc.string({ unit: "grapheme" })
    .map((text) => text.replaceAll("\n", ""));
  await fc.assert(fc.asyncProperty(
    fc.array(line),
    fc.array(fc.nat(5)),
    async (lines, lengths) => {
      const text = lines.map((line) => `${line}\n`).join("");
      const bytes = new TextEncoder().encode(`${text}no line`);
      assert.deepEqual(await readInPieces(bytes, lengths), lines);
    },
  ));
});

Deno.test("readLines() refuses a line that is too long before it has come", async () => {
  const endless = new TextEncoder().encode("x".repeat(1000));
  await assert.rejects(readInPieces(endless, [], 100), /more than 100 bytes/);
  const short = new TextEncoder().encode(`${"x".repeat(100)}\n`.repeat(3));
  assert.equal((await readInPieces(short, [], 100)).length, 3);
});

Deno.test("writeLines() writes all of it, however little is taken at a time", async () => {
  const taken: number[] = [];
  const write = (bytes: Uint8Array) => {
    const count = Math.min(3, bytes.length);
    taken.push(...bytes.subarray(0, count));
    return Promise.resolve(count);
  };
  await writeLines({ write }, [{ a: "ō\n" }, null]);
  const text = new TextDecoder().decode(Uint8Array.from(taken));
  assert.equal(text, '{"a":"ō\\n"}\nnull\n');
});
