import assert from "node:assert/strict";
import { onlyLine, runKozo } from "../support/run-kozo.ts";
import { authorTest, type Desk, roleSource } from "./authoring.ts";

/** A network of one node, which has a role of its own besides. */
async function makeNetwork({ kozo, folder, write }: Desk): Promise<void> {
  await kozo("init", "--name", "clock", "--address", "clock.local");
  await Deno.mkdir(`${folder}/roles`, { mode: 0o755 });
  await write("roles/door.ts", roleSource(""));
  const config = await Deno.readTextFile(`${folder}/config.yml`);
  await write(
    "config.yml",
    `${config.replace("    roles:", "$&\n      door:")}rolePath: roles\n`,
  );
}

/** All there is in a folder: paths, modes, times, and content. */
async function snapshot(folder: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    const { mode, mtime, ctime } = await Deno.stat(path);
    const content = isDirectory ? "" : await Deno.readTextFile(path);
    lines.push(`${path} ${mode} ${mtime} ${ctime} ${content}`);
    if (isDirectory) lines.push(...await snapshot(path));
  }
  return lines.sort();
}

/** What lets the program read, and nothing else. */
const READ_ONLY = [
  ...["--no-prompt", "--allow-read", "--allow-env", "--allow-sys"],
  ...["--deny-write", "--deny-net", "--deny-run", "--deny-ffi"],
];

authorTest(
  "Guarantee 9: kozo check writes nothing, listens nowhere, connects to nobody and starts nothing",
  async (desk) => {
    await makeNetwork(desk);
    const before = await snapshot(desk.folder);
    for (const more of [[], ["--node", "clock"], ["--json"]]) {
      const { code, stderr } = await runKozo(
        desk.folder,
        ["check", "config.yml", ...more],
        [],
        READ_ONLY,
      );
      assert.equal(stderr, "");
      assert.equal(code, 0);
    }
    assert.deepEqual(await snapshot(desk.folder), before);
  },
);

authorTest(
  "kozo check prints all errors at once, each with its line, underlined",
  async ({ kozo, write }) => {
    await write(
      "config.yml",
      'system:\n\ta:\n\t\tport: "1"\nheartbeat: soon\n',
    );
    const { code, stdout, stderr } = await kozo("check", "config.yml");
    assert.equal(code, 3);
    const [first, second, third, fourth] = stdout.split(/^(?=config)/m);
    assert.match(first ?? "", /:2:2: Missing option "privateKey"/);
    assert.match(second ?? "", /:2:2: Missing option "publicKey"/);
    assert.equal(third?.split("\n")[1], '  3 | \t\tport: "1"');
    assert.equal(third?.split("\n")[2], "    | \t\t^^^^");
    assert.match(
      fourth ?? "",
      /^config\.yml:4:12: "heartbeat" is .*\n {2}4 \| heartbeat: soon\n {4}\| {12}\^{4}\n$/,
    );
    assert.equal(stderr, 'kozo: "config.yml" has 4 errors\n');
  },
);

authorTest(
  "kozo check ends with 0 in spite of warnings, and counts them",
  async (desk) => {
    await makeNetwork(desk);
    await Deno.chmod(`${desk.folder}/config.yml`, 0o666);
    const { code, stdout } = await desk.kozo("check", "config.yml");
    assert.equal(code, 0);
    assert.match(stdout, /^config\.yml:1:1: warning: Others than its owner/);
    assert.match(stdout, /\nconfig\.yml is right: 1 node, 1 warning\n$/);
  },
);

authorTest(
  "kozo check prints errors first, then warnings, and counts both",
  async (desk) => {
    await makeNetwork(desk);
    const right = await Deno.readTextFile(`${desk.folder}/config.yml`);
    await desk.write("config.yml", `${right}heartbeat: soon\n`);
    await Deno.chmod(`${desk.folder}/config.yml`, 0o666);
    const { code, stdout, stderr } = await desk.kozo("check", "config.yml");
    assert.equal(code, 3);
    assert.match(
      stdout,
      /^config\.yml:\d+:12: "heartbeat" is [^]*\nconfig\.yml:1:1: warning: /,
    );
    assert.equal(stderr, 'kozo: "config.yml" has 1 error and 1 warning\n');
    const asJson = await desk.kozo("check", "config.yml", "--json");
    const { isRight, findings } = JSON.parse(asJson.stdout);
    assert.equal(isRight, false);
    assert.deepEqual(
      findings.map((one: { severity: string }) => one.severity),
      ["error", "warning"],
    );
  },
);

authorTest("kozo check --json is one object, wrong or right", async (desk) => {
  await makeNetwork(desk);
  const right = await desk.kozo("check", "config.yml", "--json");
  const { fingerprint, ...rest } = JSON.parse(right.stdout);
  assert.match(fingerprint, /^[0-9a-f]{16}$/);
  assert.deepEqual(rest, {
    file: "config.yml",
    isRight: true,
    nodes: ["clock"],
    findings: [],
  });
  await desk.write("bad.yml", "system: 3");
  const wrong = await desk.kozo("check", "bad.yml", "--json");
  assert.equal(wrong.code, 3);
  assert.deepEqual(JSON.parse(wrong.stdout), {
    file: "bad.yml",
    isRight: false,
    fingerprint: null,
    nodes: null,
    findings: [{
      severity: "error",
      line: 1,
      column: 9,
      message: '"system" is 3, expected a block of options',
    }],
  });
});

authorTest(
  "kozo check ends with the code that kozo run would end with",
  async (desk) => {
    await makeNetwork(desk);
    assert.match(
      onlyLine(await desk.kozo("check", "nowhere.yml"), 2),
      /there is no such file/,
    );
    assert.match(
      onlyLine(await desk.kozo("check", "config.yml", "--node", "clokc"), 4),
      /mean "clock"\?/,
    );
    await Deno.chmod(`${desk.folder}/clock.key`, 0o644);
    const open = await desk.kozo("check", "config.yml", "--node", "clock");
    assert.equal(open.code, 5);
    assert.match(open.stdout, /others than its owner may read it/);
    await Deno.writeFile(`${desk.folder}/config.yml`, Uint8Array.of(0xff));
    const binary = await desk.kozo("check", "config.yml");
    assert.equal(binary.code, 3);
    assert.equal(
      binary.stdout,
      "config.yml:1:1: This is not UTF-8: save the file in that encoding\n",
    );
  },
);
