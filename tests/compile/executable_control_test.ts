import assert from "node:assert/strict";
import { Network } from "../support/network.ts";
import { withExecutable } from "./executables.ts";

Deno.test("A node that the executable runs can be asked by the executable", async () => {
  await using network = await Network.make({
    clock: { roles: { timer: { tick: 0.1 } } },
    scribe: {},
  });
  await withExecutable(async ({ file, run }) => {
    const { PATH = "" } = Deno.env.toObject();
    const node = new Deno.Command(file, {
      args: ["run", "config.yml", "clock", "--control", "clock.sock"],
      cwd: network.folder,
      clearEnv: true,
      env: { PATH, HOME: network.folder, NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      const socket = `--control=${network.path("clock.sock")}`;
      const ask = async (verb: readonly string[], expected: number) => {
        const { code, stdout, stderr } = await run([...verb, socket]);
        assert.equal(code, expected, `${verb}: ${stdout}${stderr}`);
        return stdout;
      };
      await ask(["wait"], 0);
      const status = JSON.parse(await ask(["status", "--json"], 0));
      assert.equal(status.pid, node.pid);
      await ask(["send", "log", "all is well"], 0);
      await ask(["ping", "scribe"], 8);
      assert.match(await ask(["doctor", "scribe"], 8), /^✗ connection /m);
      assert.match(await ask(["reload"], 0), /nothing has changed/);
      const output = `--output=${network.path("report.tar.gz")}`;
      assert.match(
        await ask(["report", output], 0),
        /status\.json, log\.jsonl/,
      );
    } finally {
      node.kill();
      await node.status;
    }
  });
});
