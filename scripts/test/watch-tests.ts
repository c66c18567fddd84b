import { wholeLines } from "../support/lines.ts";
import { type Counts, NO_COUNTS, parseSummary } from "./summary.ts";

/**
 * Shows what `deno test` says as it says it, and reads the counts off it.
 *
 * @param screen where it is shown
 */
export async function watchTests(
  output: ReadableStream<Uint8Array>,
  screen: WritableStream<Uint8Array> = Deno.stdout.writable,
): Promise<Counts> {
  const [shown, read] = output.tee();
  const [counts] = await Promise.all([
    readCounts(read),
    shown.pipeTo(screen, { preventClose: true }),
  ]);
  return counts;
}

/** The last summary is the one of `deno test`: a test may print one too. */
async function readCounts(
  output: ReadableStream<Uint8Array>,
): Promise<Counts> {
  let counts = NO_COUNTS;
  for await (const line of wholeLines(output)) {
    counts = parseSummary(line) ?? counts;
  }
  return counts;
}
