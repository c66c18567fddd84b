import { ROOT } from "../support/root.ts";

/** Where the tests are that need radios and pins. */
export const HARDWARE_TESTS: string = `${ROOT}/tests/hardware`;

/** Those among them that need two machines. */
export const TWO_MACHINES: string = `${HARDWARE_TESTS}/two-machines`;

/**
 * Tests that share nothing with others, and wait most of the time or are alone
 * with themselves: those of the lab, of Tor, and of simulated networks.
 */
export const APART: readonly string[] = ["lab", "tor", "simulation"]
  .map((name) => `${ROOT}/tests/${name}`);

/** Files and folders, by whether they are in a certain folder. */
export interface Division {
  readonly within: readonly string[];
  /** They may have it in them. */
  readonly elsewhere: readonly string[];
}

/**
 * Finds what of some paths is in a folder: that of which they are, or which is
 * in one of them.
 */
export function divide(paths: readonly string[], folder: string): Division {
  const within = paths.filter((path) => isWithin(path, folder));
  const elsewhere = paths.filter((path) => !isWithin(path, folder));
  if (elsewhere.some((path) => isWithin(folder, path))) within.push(folder);
  return { within, elsewhere };
}

/** Whether a path is that folder, or in it. */
function isWithin(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder}/`);
}
