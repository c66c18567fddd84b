import assert from "node:assert/strict";
import { join } from "node:path";
import { appendWhole, measure } from "../../../roles/logger/text-file.ts";
import { environmentOfVictim } from "../../support/victim.ts";

const CHILD = new URL("../../support/append-text.ts", import.meta.url).pathname;

async function inFile(body: (file: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "kozo-" });
  try {
    await body(join(folder, "kozo.log"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("measure() finds nothing in a file that is missing", () =>
  inFile(async (file) => {
    assert.deepEqual(await measure(file), { lines: 0, endsInHalfLine: false });
  }));

Deno.test("measure() counts the lines of a small file", () =>
  inFile(async (file) => {
    await appendWhole(file, "one\ntwo\nthr");
    assert.deepEqual(await measure(file), { lines: 2, endsInHalfLine: true });
  }));

Deno.test("measure() estimates the lines of a big file", () =>
  inFile(async (file) => {
    await appendWhole(file, "A line of about the usual length\n".repeat(9999));
    const { lines, endsInHalfLine } = await measure(file);
    assert.ok(Math.abs(lines - 9999) < 10, `${lines} lines`);
    assert.equal(endsInHalfLine, false);
  }));

Deno.test({
  name: "appendWhole() leaves nothing of a text that does not fit",
  // `ulimit` stands in for a full disk, as it works on Linux.
  ignore: Deno.build.os !== "linux",
  fn: () =>
    inFile(async (file) => {
      // The system writes the first 4 KiB or more, and refuses the rest.
      const limited = 'trap "" XFSZ; ulimit -f 8; exec "$@"';
      const texts = ["first\n", "0123456789abcde\n".repeat(2000)];
      const { success, stderr } = await new Deno.Command("sh", {
        args: [
          ...["-c", limited, "sh"],
          ...[Deno.execPath(), "run", "-A", "--quiet", CHILD, file, ...texts],
        ],
        ...environmentOfVictim(),
      }).output();
      assert.equal(success, false);
      assert.match(new TextDecoder().decode(stderr), /EFBIG/);
      assert.equal(await Deno.readTextFile(file), "first\n");
    }),
});
