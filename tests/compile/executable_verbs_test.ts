import assert from "node:assert/strict";
import { withExecutable } from "./executables.ts";

Deno.test("The executable sets a network up, checks it, and tells what there is", async () => {
  await withExecutable(async ({ folder, file, run }) => {
    const config = `${folder}/net/config.yml`;
    const ask = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await run(args);
      assert.equal(code, 0, `${args.join(" ")}: ${stderr}`);
      return stdout;
    };

    const made = await ask(
      ...["init", config, "--name", "clock", "--address", "10.0.0.7"],
    );
    // What is to be run next is this file, wherever it is.
    assert.match(made, new RegExp(`\\n {2}${file} run ${config} clock\\n`));
    await ask("node", "add", "scribe", "--role", "cuckoo", "--config", config);
    await ask(
      ...["node", "rekey", "scribe", "--config", config],
      ...["--key-out", `${folder}/new`],
    );
    const right = await ask("check", config, "--node", "clock");
    assert.equal(right, `${config} is right: 2 nodes\n`);

    const { keys } = JSON.parse(await ask("id", config, "--json"));
    const own = await ask("id", `${folder}/new/scribe.key`);
    assert.ok(own.includes(` ${keys[1].fingerprint} `), own);
    await ask("node", "rm", "scribe", "--config", config);
    assert.match(
      await ask("run", config, "clock", "--dry-run"),
      /There is no other node/,
    );

    const schema = await ask("schema", config);
    assert.equal(
      await Deno.readTextFile(`${folder}/net/kozo.schema.json`),
      schema,
    );
    assert.ok(JSON.parse(schema).definitions["role.cuckoo"]);
    assert.match(await ask("roles"), /^timer /m);
    assert.match(await ask("transports", "tcp"), / port: a whole number/);
    assert.match(await ask("completion", "bash"), /"node add --role"/);
    await ask("keygen", "--type", "rsa", `${folder}/rsa.key`);

    const wrong = await run(["check", `${folder}/home`]);
    assert.equal(wrong.code, 2);
  });
});
