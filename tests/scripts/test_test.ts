import assert from "node:assert/strict";
import { parseTestArguments } from "../../scripts/test/arguments.ts";
import { divide, type Division } from "../../scripts/test/places.ts";
import { formatCounts, parseSummary } from "../../scripts/test/summary.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { documented, documentedTask } from "../docs/documented.ts";
import { withFolder } from "./temporary-folder.ts";
import { LIKE_NPX } from "./testnet-process.ts";

/** Runs `deno task test` on a test file of this content, and on others. */
function runTests(
  content: string,
  environment: Record<string, string> = {},
  others: readonly string[] = [],
  command: readonly string[] = [
    Deno.execPath(),
    ...documentedTask("deno task test"),
  ],
) {
  return withFolder(async (folder) => {
    // JavaScript, for there is nothing to check then, which saves seconds.
    const file = `${folder}/sample_test.js`;
    await Deno.writeTextFile(file, content);
    const [program = "", ...args] = [...command, file, ...others];
    const { code, stdout, stderr } = await new Deno.Command(program, {
      args,
      cwd: ROOT,
      env: { CI: "", ...environment },
    }).output();
    const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
    return {
      code,
      last: lines.at(-1),
      stderr: new TextDecoder().decode(stderr),
    };
  });
}

Deno.test("deno task test runs as npx starts it, too", async () => {
  const command = documented("npx --yes deno@2.9.5 task test").slice(3);
  const { code, last } = await runTests(
    'Deno.test("fine", () => {});',
    {},
    [],
    [
      ...LIKE_NPX,
      Deno.execPath(),
      ...command,
    ],
  );
  assert.equal(last, "1 passed, 0 failed, 0 skipped");
  assert.equal(code, 0);
});

Deno.test("deno task test gives nodes a folder for their sockets, and removes it", async () => {
  await withFolder(async (folder) => {
    const { code, stderr } = await runTests(
      `Deno.test("a node", () => {
        const folder = Deno.env.get("KOZO_RUNTIME_DIR");
        Deno.writeTextFileSync(folder + "/clock.sock", "");
        Deno.writeTextFileSync("${folder}/told", folder);
      });`,
      { KOZO_RUNTIME_DIR: "/nowhere" },
    );
    assert.equal(code, 0, stderr);
    const told = await Deno.readTextFile(`${folder}/told`);
    assert.notEqual(told, "/nowhere");
    await assert.rejects(Deno.stat(told), Deno.errors.NotFound);
  });
});

Deno.test("parseSummary() reads the closing line of deno test, with colours too", () => {
  assert.deepEqual(
    parseSummary(
      "\x1b[0m\x1b[31mFAILED\x1b[0m | 8 passed (2 steps) | 4 failed (1 step) " +
        "| 1 ignored (3 steps) | 5 filtered out \x1b[38;5;245m(141ms)\x1b[0m",
    ),
    { passed: 8, failed: 4, skipped: 1 },
  );
  assert.deepEqual(
    parseSummary("ok | 2 passed | 0 failed (4ms)"),
    { passed: 2, failed: 0, skipped: 0 },
  );
});

Deno.test("parseSummary() takes no other line", () => {
  assert.equal(parseSummary("a test ... ok (4ms)"), undefined);
  assert.equal(parseSummary(" ok | 2 passed | 0 failed (4ms)"), undefined);
});

Deno.test("formatCounts() says all three counts", () => {
  assert.equal(
    formatCounts({ passed: 3, failed: 0, skipped: 1 }),
    "3 passed, 0 failed, 1 skipped",
  );
});

Deno.test("parseTestArguments() tells paths from the filter", () => {
  assert.deepEqual(parseTestArguments(["core", "timer", "main.ts"], ROOT), {
    coverage: false,
    filter: "timer",
    paths: [`${ROOT}/core`, `${ROOT}/main.ts`],
  });
});

Deno.test("parseTestArguments() refuses a second filter", () => {
  assert.throws(
    () => parseTestArguments(["no-file", "timer"], ROOT),
    /"no-file" and "timer" are neither files nor folders/,
  );
});

Deno.test("divide() finds what of some paths is in a folder", () => {
  const folder = "/a/b";
  const cases: [string[], Division][] = [
    [[], { within: [], elsewhere: [] }],
    [["/a/bc"], { within: [], elsewhere: ["/a/bc"] }],
    [["/a/b/c", "/d"], { within: ["/a/b/c"], elsewhere: ["/d"] }],
    [["/a/b"], { within: ["/a/b"], elsewhere: [] }],
    [["/a"], { within: ["/a/b"], elsewhere: ["/a"] }],
  ];
  for (const [paths, division] of cases) {
    assert.deepEqual(divide(paths, folder), division);
  }
});

Deno.test("the test script ends with the counts, and well when all passed", async () => {
  const { code, last } = await runTests('Deno.test("fine", () => {});');
  assert.equal(last, "1 passed, 0 failed, 0 skipped");
  assert.equal(code, 0);
});

Deno.test("the test script fails when a test fails", async () => {
  const { code, last } = await runTests(`
    Deno.test("fine", () => {});
    Deno.test("bad", () => { throw new Error("as it should be"); });
  `);
  assert.equal(last, "1 passed, 1 failed, 0 skipped");
  assert.equal(code, 1);
});

Deno.test("the test script fails when nothing ran", async () => {
  const { code, last } = await runTests('Deno.test.ignore("no", () => {});');
  assert.equal(last, "0 passed, 0 failed, 1 skipped");
  assert.equal(code, 1);
});

Deno.test("the test script fails when a file does not compile", async () => {
  const { code, last } = await runTests('Deno.test("bad", 1 + );');
  assert.equal(last, "0 passed, 0 failed, 0 skipped");
  assert.equal(code, 1);
});

Deno.test("the test script fails when a test leaves a timer behind", async () => {
  const { code, last } = await runTests(
    'Deno.test("leaky", () => { setTimeout(() => {}, 100); });',
  );
  assert.equal(last, "0 passed, 1 failed, 0 skipped");
  assert.equal(code, 1);
});

Deno.test("the test script lets a skipped test pass, but not in CI", async () => {
  const content = `
    Deno.test("fine", () => {});
    Deno.test.ignore("no", () => {});
  `;
  assert.equal((await runTests(content)).code, 0);
  const { code, last, stderr } = await runTests(content, { CI: "true" });
  assert.equal(last, "1 passed, 0 failed, 1 skipped");
  assert.match(stderr, /Some tests were skipped/);
  assert.equal(code, 1);
});

Deno.test("the test script says in a line why it skips the hardware, but fails in CI", async () => {
  const fine = 'Deno.test("fine", () => {});';
  const hardware = [`${ROOT}/tests/hardware`];
  await withFolder(async (folder) => {
    const poor = { PATH: folder, KOZO_LAB_CACHE: folder };
    const { code, last, stderr } = await runTests(fine, poor, hardware);
    assert.match(
      stderr,
      /^Skipped the tests of Bluetooth and GPIO: Cannot run the lab: .*\n$/,
    );
    assert.equal(last, "1 passed, 0 failed, 0 skipped");
    assert.equal(code, 0);
    const inCi = await runTests(fine, { ...poor, CI: "true" }, hardware);
    assert.equal(inCi.last, "1 passed, 0 failed, 0 skipped");
    assert.equal(inCi.code, 1);
  });
});

Deno.test("deno task test:hardware fails with the reason where there can be no virtual machine", async () => {
  await withFolder(async (folder) => {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: documentedTask("deno task test:hardware"),
      cwd: ROOT,
      env: { PATH: folder, KOZO_LAB_CACHE: folder },
    }).output();
    const line = new TextDecoder().decode(stderr);
    assert.match(line, /^Cannot run the lab: .*\n$/);
    assert.equal(code, 1);
  });
});
