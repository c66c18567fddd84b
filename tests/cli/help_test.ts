import assert from "node:assert/strict";
import { runKozo } from "../support/run-kozo.ts";

async function helpOf(...path: readonly string[]): Promise<string> {
  const { code, stdout } = await runKozo(".", [...path, "--help"]);
  assert.equal(code, 0, path.join(" "));
  return stdout;
}

/** The verbs that a help lists, but for `help` itself. */
function verbsIn(help: string): string[] {
  const [, list = ""] = /\nCommands:\n([^]*?)\n\n/.exec(help) ?? [];
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)]
    .flatMap(([, verb]) => verb === undefined || verb === "help" ? [] : [verb]);
}

Deno.test("The help of every verb has two examples at least, and its exit codes, on 80 columns", async () => {
  const top = await helpOf();
  assert.ok(top.split("\n").every((line) => line.length <= 80), top);
  const verbs = verbsIn(top).map((verb) => [verb]);
  const below = verbsIn(await helpOf("node")).map((verb) => ["node", verb]);
  assert.ok(verbs.length > 10 && below.length > 2, top);
  for (const path of [...verbs, ...below]) {
    const help = await helpOf(...path);
    const [, examples = ""] = /\nExamples:\n([^]*)$/.exec(help) ?? [];
    const commands = examples.match(/^ {2}.*\bkozo /gm) ?? [];
    assert.ok(commands.length >= 2, `${path.join(" ")}: ${help}`);
    const [, codes = ""] = /\nExit codes:\n([^]*)$/.exec(help) ?? [];
    assert.match(codes, /^ {2}0 \w.*\n {2}1 \w[^]*\n$/, `${path}: ${help}`);
    assert.ok(
      codes.match(/^ {2}\d+ \w/gm)?.length === codes.match(/\n/g)?.length,
    );
    for (const line of help.split("\n")) {
      assert.ok(line.length <= 80, `${path.join(" ")}: ${line}`);
    }
  }
});
