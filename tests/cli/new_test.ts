import assert from "node:assert/strict";
import { onlyLine } from "../support/run-kozo.ts";
import { authorTest } from "./authoring.ts";

const KINDS: readonly (readonly [args: string[], options: string[]])[] = [
  [["new", "role", "gpio-button"], []],
  [["new", "transport", "wire"], ["--option", "path={folder}/socket"]],
  [
    ["new", "transport", "bare.wire", "--plain"],
    ["--option", "path={folder}/socket"],
  ],
];

for (const [args, options] of KINDS) {
  const file = `${args[2]}.ts`;
  authorTest(
    `kozo ${
      args.join(" ")
    } writes a module that passes, and that editors understand`,
    async ({ kozo, folder }) => {
      const written = await kozo(...args);
      assert.equal(written.code, 0, written.stderr);
      assert.ok(written.stdout.startsWith(`Wrote ${folder}/${file}\n`));
      assert.match(written.stdout, /Path: "\." # .*\n {2}system:\n/);
      assert.match(written.stdout, new RegExp(`^Test it: .*${file}`, "m"));

      const tested = await kozo("test-module", file, ...options);
      assert.equal(tested.code, 0, tested.stdout + tested.stderr);
      assert.match(tested.stdout, /\n\d+ passed, 0 failed\n$/);

      // No part of Kōzō is near: what is in the folder has to do.
      assert.equal(await denoCheck(folder, file), "");
    },
  );
}

async function denoCheck(folder: string, file: string): Promise<string> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", file],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  return success ? "" : new TextDecoder().decode(stderr);
}

authorTest(
  "deno check finds a mistake in a module that is far from Kōzō",
  async ({ kozo, folder }) => {
    await kozo("new", "role", "bell");
    const file = `${folder}/bell.ts`;
    const source = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, source.replace("sendEvent(", "sentEvent("));
    const found = await denoCheck(folder, "bell.ts");
    assert.match(found, /'sentEvent' does not exist .* mean 'sendEvent'/);
  },
);

authorTest(
  "what kozo.d.ts only declares for itself cannot be imported",
  async ({ kozo, write, folder }) => {
    await kozo("types");
    await write(
      "x.ts",
      'import { withDeadline } from "kozo";\nwithDeadline;\n',
    );
    assert.match(await denoCheck(folder, "x.ts"), /'withDeadline'/);
  },
);

authorTest(
  "kozo new leaves alone what is there",
  async ({ kozo, write, folder }) => {
    await write("bell.ts", "mine");
    await write("horn.js", "mine");
    await write("deno.json", "{}");
    for (const name of ["bell", "horn"]) {
      const line = onlyLine(await kozo("new", "role", name), 1);
      assert.match(line, /^kozo: ".*\/(bell\.ts|horn\.js)" is there already/);
    }
    const { code, stdout } = await kozo("new", "role", "gong");
    assert.equal(code, 0);
    assert.match(stdout, /add "imports": .*kozo\.d\.ts" } to .*deno\.json/);
    assert.equal(await Deno.readTextFile(`${folder}/bell.ts`), "mine");
    assert.equal(await Deno.readTextFile(`${folder}/deno.json`), "{}");
  },
);

const REFUSALS: readonly (readonly [args: string[], expected: RegExp])[] = [
  [["role", "timer"], /"timer" is a role of Kōzō itself/],
  [["transport", "tcp"], /"tcp" is a transport of Kōzō itself/],
  [["role", "../bell"], /"\.\.\/bell" cannot be the name of a role: a name st/],
  [["role", "bell", "--plain"], /Cannot make a plain role/],
  [
    ["role", "bell", "--folder", "/dev/null"],
    /Cannot make the folder "\/dev\/null": /,
  ],
];

for (const [args, expected] of REFUSALS) {
  authorTest(
    `kozo new ${args.join(" ")} says why not`,
    async ({ kozo, folder }) => {
      assert.match(onlyLine(await kozo("new", ...args), 1), expected);
      assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
    },
  );
}

authorTest(
  "kozo new makes its folder, and says what keeps a module from running",
  async ({ kozo, folder }) => {
    const first = await kozo("new", "role", "bell", "--folder", "a/b");
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /\n {2}rolePath: "a\/b" # /);
    assert.doesNotMatch(first.stdout, /Before it can run/);
    await Deno.chmod(`${folder}/a/b`, 0o777);
    const second = await kozo("new", "role", "gong", "--folder", "a/b");
    assert.match(second.stdout, /\nBefore it can run: .*chmod go-w .*a\/b"\n/);
  },
);

authorTest(
  "kozo types renews the types, and nothing else",
  async ({ kozo, folder }) => {
    assert.equal((await kozo("types", "mine")).code, 0);
    const types = `${folder}/mine/.kozo/kozo.d.ts`;
    const current = await Deno.readTextFile(types);
    await Deno.writeTextFile(types, "of an old Kōzō");
    const { code, stdout } = await kozo("types", "mine");
    assert.equal(code, 0);
    assert.match(stdout, /^Editors find the types of "kozo" by .*mine\/deno/);
    assert.equal(await Deno.readTextFile(types), current);
  },
);

authorTest("kozo types says that it cannot write", async ({ kozo }) => {
  const line = onlyLine(await kozo("types", "/dev/null/x"), 1);
  assert.match(line, /^kozo: Cannot write the types into "\/dev\/null\/x": /);
});
