import fc from "fast-check";
import assert from "node:assert/strict";
import { wholeLines } from "../../scripts/support/lines.ts";

/** The lines of `text` when its bytes come in pieces of these lengths. */
function linesInPieces(text: string, lengths: number[]): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const length of lengths) {
    pieces.push(bytes.subarray(from, from + length));
    from += length;
  }
  pieces.push(bytes.subarray(from));
  return Array.fromAsync(wholeLines(ReadableStream.from(pieces)));
}

Deno.test("wholeLines() gives the same lines however the bytes are cut", async () => {
  const line = fc.string({ unit: "grapheme" })
    .map((text) => text.replace(/[\r\n]/g, ""));
  await fc.assert(fc.asyncProperty(
    fc.array(line),
    fc.array(fc.nat(5)),
    async (lines, lengths) => {
      const text = lines.map((line) => `${line}\n`).join("");
      assert.deepEqual(await linesInPieces(text, lengths), lines);
    },
  ));
});

Deno.test("wholeLines() takes CRLF as one line end", async () => {
  assert.deepEqual(await linesInPieces("a\r\nb\r\n", [2]), ["a", "b"]);
});

Deno.test("wholeLines() counts what follows the last line end", async () => {
  assert.deepEqual(await linesInPieces("a\n\nb", []), ["a", "", "b"]);
});
