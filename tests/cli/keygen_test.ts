import assert from "node:assert/strict";
import { readPrivateKey } from "../../core/ssh/keys.ts";
import { hasSshKeygen, sshKeygen } from "../ssh/key-files.ts";
import { onlyLine } from "../support/run-kozo.ts";
import { authorTest } from "./authoring.ts";

const isHere = await hasSshKeygen();

for (const type of ["ed25519", "rsa"]) {
  authorTest(
    `kozo keygen --type ${type} makes a key that a node can use`,
    async ({ kozo, folder }) => {
      const { code, stdout, stderr } = await kozo(
        ...["keygen", "clock.key", "--type", type],
      );
      assert.equal(code, 0, stderr);
      const [, line = ""] = /publicKey: (.*)\n$/.exec(stdout) ?? [];
      const path = `${folder}/clock.key`;
      assert.match(await readPrivateKey(path, line), /PRIVATE KEY/);
      const written = await Deno.readTextFile(`${path}.pub`);
      assert.equal(written, `${line} clock\n`);
    },
  );

  authorTest(
    `kozo id prints of an ${type} key what ssh-keygen -l does`,
    async ({ kozo, folder }) => {
      if (!isHere) return;
      await sshKeygen(
        ...["-q", "-t", type, "-N", "", "-C", "of the hall"],
        ...["-f", `${folder}/key`],
      );
      const expected = await sshKeygen("-l", "-f", `${folder}/key`);
      for (const file of ["key", "key.pub"]) {
        assert.deepEqual(await kozo("id", file), {
          code: 0,
          stdout: expected,
          stderr: "",
        });
      }
      await kozo("keygen", "made", "--type", type);
      const { stdout } = await kozo("id", "made");
      assert.equal(stdout, await sshKeygen("-l", "-f", `${folder}/made`));
    },
  );
}

authorTest(
  "kozo keygen never overwrites a key, nor leaves half a pair",
  async ({ kozo, write, folder }) => {
    await write("clock.key", "mine");
    await write("scribe.key.pub", "mine");
    for (const name of ["clock", "scribe"]) {
      const line = onlyLine(await kozo("keygen", `${name}.key`), 1);
      assert.match(line, /^kozo: Cannot write ".*": it is there already/);
    }
    const names = await Array.fromAsync(Deno.readDir(folder), (f) => f.name);
    assert.deepEqual(names.sort(), ["clock.key", "scribe.key.pub"]);
    assert.equal(await Deno.readTextFile(`${folder}/clock.key`), "mine");
  },
);

authorTest("kozo keygen says that a folder is missing", async ({ kozo }) => {
  assert.equal(
    onlyLine(await kozo("keygen", "keys/clock.key"), 1),
    'kozo: Cannot write "keys/clock.key": there is no such folder: make it ' +
      "first",
  );
});

/** A network of two nodes, whose role nobody here has. */
async function writeNetwork(
  { kozo, write, folder }: {
    kozo(...args: string[]): Promise<unknown>;
    write(file: string, text: string): Promise<void>;
    folder: string;
  },
): Promise<void> {
  const lines = ["system:"];
  for (const name of ["clock", "scribe"]) {
    await kozo("keygen", `${name}.key`);
    const key = await Deno.readTextFile(`${folder}/${name}.key.pub`);
    lines.push(
      `  ${name}:`,
      `    privateKey: ${name}.key`,
      `    publicKey: ${key.trim()}`,
      "    roles: {doorbell: }",
    );
  }
  await write("config.yml", lines.join("\n"));
}

authorTest(
  "kozo id prints the keys of a configuration, or of one node, whatever modules are missing here",
  async (desk) => {
    await writeNetwork(desk);
    const own = (await desk.kozo("id", "clock.key")).stdout;
    const all = await desk.kozo("id", "config.yml");
    assert.equal(all.code, 0, all.stderr);
    assert.match(all.stdout, /^256 SHA256:\S+ clock .*\n256 .* scribe \(ED2/);
    assert.ok(all.stdout.startsWith(own));
    const one = await desk.kozo("id", "config.yml", "clock");
    assert.equal(one.stdout, own);
    const { keys } = JSON.parse(
      (await desk.kozo("id", "config.yml", "--json")).stdout,
    );
    assert.deepEqual(
      Object.keys(keys[1]),
      ["name", "type", "bits", "fingerprint", "publicKey"],
    );
    assert.equal(keys[1].name, "scribe");
  },
);

authorTest("kozo id says why it cannot", async (desk) => {
  await writeNetwork(desk);
  await desk.write("damaged.pub", "ssh-ed25519 AAAA");
  const cases = [
    [["nowhere"], 2, /"nowhere": there is no such file/],
    [["config.yml", "porch"], 4, /known: "clock" and "scribe"/],
    [["damaged.pub"], 1, /it is damaged/],
  ] as const;
  for (const [args, code, expected] of cases) {
    assert.match(onlyLine(await desk.kozo("id", ...args), code), expected);
  }
});
