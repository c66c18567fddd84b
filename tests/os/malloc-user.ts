/**
 * Takes much memory in small pieces, lets all go but the last, and prints how
 * many bytes are resident then, and after what is free was given back. It is
 * run with `--expose-gc`.
 */
import process from "node:process";
import { returnFreeMemory } from "../../core/os/malloc.ts";

const PIECE = 4096;
const PIECES = 20_000;

declare const gc: () => void;

function takeAndLeave(): Uint8Array {
  const pieces = Array.from(
    { length: PIECES },
    () => new Uint8Array(PIECE).fill(1),
  );
  return pieces[PIECES - 1] ?? new Uint8Array(0);
}

// What lies on top of free memory keeps the C library from returning it.
const last = takeAndLeave();
gc();
await new Promise((resolve) => setTimeout(resolve, 100));
const before = Deno.memoryUsage().rss;
await returnFreeMemory();
const after = Deno.memoryUsage().rss;
process.stdout.write(JSON.stringify({ before, after, kept: last.length }));
