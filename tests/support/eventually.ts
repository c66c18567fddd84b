import { AssertionError } from "node:assert/strict";
import { PATIENCE } from "./patience.ts";

/** Milliseconds between two looks. */
const GLANCE = 25;

/**
 * Looks again and again until a condition holds.
 *
 * @param complain what to say when it does not within `seconds`
 * @throws {AssertionError} when it does not
 */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  complain: () => string | Promise<string>,
  seconds = PATIENCE,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!await holds()) {
    if (performance.now() > end) {
      throw new AssertionError({ message: await complain() });
    }
    await new Promise((resolve) => setTimeout(resolve, GLANCE));
  }
}
