import assert from "node:assert/strict";
import { onlyLine } from "../support/run-kozo.ts";
import { authorTest, type Desk } from "./authoring.ts";

/** Three nodes: one that is there, one that calls, one that never listens. */
async function makeNetwork({ kozo, folder, write }: Desk): Promise<void> {
  await kozo("init", "--name", "clock", "--address", "fd00::1,clock.local");
  await kozo("node", "add", "scribe", "--role", "cuckoo");
  await kozo("node", "add", "porch", "--address", "10.0.0.9");
  const config = await Deno.readTextFile(`${folder}/config.yml`);
  await write(
    "config.yml",
    config
      .replace("scribe.key", "$&\n    selfToOthersConnectPolicy: ondemand")
      .replace("porch.key", "$&\n    othersToSelfConnectPolicy: never"),
  );
}

authorTest(
  "kozo run --dry-run says what would run, and who dials whom",
  async (desk) => {
    await makeNetwork(desk);
    const { code, stdout, stderr } = await desk.kozo(
      ...["run", "config.yml", "clock", "--dry-run"],
    );
    assert.equal(code, 0, stderr);
    const [first, ...rest] = stdout.split("\n");
    assert.match(first ?? "", /^clock would run, .* [0-9a-f]{16}:$/);
    assert.equal(
      rest.join("\n"),
      `\
  roles       timer, cuckoo
  transports  tcp

Links:
  scribe
    clock cannot dial it: no way is known
    it dials clock for a message over tcp at [fd00::1]:6020, clock.local:6020
  porch
    clock never dials it
    it dials clock at all times over tcp at [fd00::1]:6020, clock.local:6020
`,
    );
  },
);

authorTest(
  "kozo run --dry-run --json says the same to programs",
  async (desk) => {
    await makeNetwork(desk);
    const args = ["scribe", "--dry-run", "--json"];
    const { stdout } = await desk.kozo("run", "config.yml", ...args);
    const { fingerprint, links, ...rest } = JSON.parse(stdout);
    assert.match(fingerprint, /^[0-9a-f]{16}$/);
    assert.deepEqual(rest, {
      node: "scribe",
      roles: [{ name: "cuckoo", type: "cuckoo", isSandboxed: false }],
      transports: [{ name: "tcp", type: "tcp" }],
    });
    const addresses = ["[fd00::1]:6020", "clock.local:6020"];
    assert.deepEqual(links[0], {
      peer: "clock",
      out: {
        policy: "ondemand",
        ways: [{ transport: "tcp", to: "tcp", addresses }],
      },
      in: { policy: "constant", ways: [] },
    });
  },
);

authorTest(
  "kozo run --dry-run refuses what kozo run refuses, with its exit code",
  async (desk) => {
    await makeNetwork(desk);
    await Deno.chmod(`${desk.folder}/clock.key`, 0o644);
    const cases = [
      [["clock"], 5, /others than its owner may read it/],
      [["clokc"], 4, /mean "clock"\?/],
    ] as const;
    for (const [args, code, expected] of cases) {
      const run = ["run", "config.yml", ...args, "--dry-run"];
      assert.match(onlyLine(await desk.kozo(...run), code), expected);
    }
    assert.match(
      onlyLine(await desk.kozo("run", "config.yml", "porch", "--json"), 1),
      /"--json" goes with "--dry-run"/,
    );
  },
);
