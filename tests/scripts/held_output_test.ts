import assert from "node:assert/strict";
import { HeldOutput } from "../../scripts/test/held-output.ts";

const WORDS = ["one ", "two ", "three"];

Deno.test("output that is held keeps nobody waiting who writes it, and is shown in the end", async () => {
  const shown: string[] = [];
  const decoder = new TextDecoder();
  const screen = new WritableStream<Uint8Array>({
    write: (bytes) => void shown.push(decoder.decode(bytes)),
  });
  const held = new HeldOutput(screen);
  // This would wait for ever if it had to be seen first.
  await ReadableStream.from(WORDS).pipeThrough(new TextEncoderStream())
    .pipeTo(held.writable, { preventClose: true });
  assert.deepEqual(shown, []);
  held.release();
  await held.writable.close();
  await held.shown;
  assert.deepEqual(shown, WORDS);
});
