import type { Readable } from "node:stream";
import type { Environment } from "../environment.ts";
import { shorten } from "../shorten.ts";

/** Characters after which a line is cut. */
const LONGEST = 1000;

/** Lines a second that are passed on. */
const MOST = 50;

/**
 * Passes on the lines that a role prints: cut where they are long, and no more
 * a second than somebody could read. So whatever it prints costs little.
 */
export function passOnLines(
  output: Readable,
  environment: Environment,
  print: (line: string) => void,
): void {
  let rest = "";
  let second = environment.monotonic();
  let passed = 0;
  const pass = (line: string) => {
    const now = environment.monotonic();
    if (now - second >= 1) {
      if (passed > MOST) print(`… and ${passed - MOST} lines more`);
      second = now;
      passed = 0;
    }
    if (++passed <= MOST) print(line);
  };
  output.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) pass(shorten(line, LONGEST));
    // What has no end is a line when it is long enough for one.
    if (rest.length < LONGEST) return;
    pass(shorten(rest, LONGEST));
    rest = "";
  });
  output.on("end", () => rest !== "" && pass(rest));
}
