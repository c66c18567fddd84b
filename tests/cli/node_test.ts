import assert from "node:assert/strict";
import { loadConfig } from "../../core/config/load.ts";
import type { SystemConfig } from "../../core/config/config.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { generateKeyPair, readPrivateKey } from "../../core/ssh/keys.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { mortalWrapper, onlyLine, runKozo } from "../support/run-kozo.ts";
import { authorTest, type Desk } from "./authoring.ts";

const registry = new ModuleRegistry(builtInRoles, builtInTransports);

const OWN_KEY = generateKeyPair().publicKey;

/** Registers a test that has a network of one node, `clock`. */
function networkTest(name: string, work: (desk: Desk) => Promise<void>): void {
  authorTest(name, async (desk) => {
    const made = await desk.kozo(
      ...["init", "--name", "clock", "--address", "127.0.0.1"],
    );
    assert.equal(made.code, 0, made.stderr);
    await work(desk);
  });
}

function read({ folder }: Desk): Promise<string> {
  return Deno.readTextFile(`${folder}/config.yml`);
}

function load({ folder }: Desk): Promise<SystemConfig> {
  return loadConfig(`${folder}/config.yml`, registry);
}

async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), (f) => f.name)).sort();
}

networkTest(
  "kozo node add makes a node that can run, and says what goes where",
  async (desk) => {
    const before = await read(desk);
    const { code, stdout, stderr } = await desk.kozo(
      ...["node", "add", "scribe", "--address", "10.0.0.8:7020,fd00::8"],
      ...["--port", "7020", "--role", "cuckoo", "--role", "timer"],
    );
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /\n {2}scp config\.yml scribe\.key 10\.0\.0\.8:kozo\//,
    );
    assert.match(stdout, /\n {2}.*kozo run config\.yml scribe\n/);
    // Here, too, it may run beside others.
    assert.match(stdout, /\n {2}deno task kozo reload --node clock\n$/);
    assert.doesNotMatch(stdout, /The other nodes need/);

    const text = await read(desk);
    assert.ok(text.startsWith(before), "nothing else changes");
    const scribe = (await load(desk)).nodes.get("scribe");
    assert.deepEqual(scribe?.roles.map(({ name }) => name), [
      "cuckoo",
      "timer",
    ]);
    const { address, port } = scribe?.transports[0]?.options ?? {};
    assert.deepEqual([address, port], [["10.0.0.8:7020", "fd00::8"], 7020]);
    await readPrivateKey(scribe?.privateKey ?? "", scribe?.publicKey ?? "");
  },
);

networkTest(
  "kozo node add lets the node listen at the port that its addresses have",
  async (desk) => {
    const cases = [
      ["10.0.0.8:7102", ["10.0.0.8"], 7102],
      ["[fd00::8]:7102,a.local:7102", ["fd00::8", "a.local"], 7102],
      // Behind a router, which leads from one port to the other.
      ["a.example:7102,10.0.0.8", ["a.example:7102", "10.0.0.8"], 6020],
      ["fd00::8", ["fd00::8"], 6020],
    ] as const;
    for (const [i, [given, address, port]] of cases.entries()) {
      const name = `n${i}`;
      const { code, stderr } = await desk.kozo(
        ...["node", "add", name, "--address", given] as const,
      );
      assert.equal(code, 0, stderr);
      const { options } = (await load(desk)).nodes.get(name)?.transports[0] ??
        {};
      assert.deepEqual([options?.address, options?.port], [address, port]);
    }
    assert.match(await read(desk), /tcp:\n +address: 10.0.0.8\n +port: 7102\n/);
    const two = ["--address", "a:1,b:2"];
    assert.match(
      onlyLine(await desk.kozo("node", "add", "two", ...two), 1),
      /"a:1" and "b:2" have different ports: say by "--port" where/,
    );
  },
);

networkTest(
  "kozo node add, then kozo node rm, leaves the file as it was",
  async (desk) => {
    const before = await read(desk);
    await desk.kozo("node", "add", "scribe", "--key-out", "keys/new");
    assert.notEqual(await read(desk), before);
    const { code, stdout } = await desk.kozo("node", "rm", "scribe");
    assert.equal(code, 0);
    assert.match(stdout, /^Removed "scribe" from config\.yml\n/);
    assert.equal(await read(desk), before);
    // Nobody but its owner decides about a key.
    assert.deepEqual(await namesIn(`${desk.folder}/keys/new`), [
      "scribe.key",
      "scribe.key.pub",
    ]);
  },
);

networkTest(
  "kozo node add takes a key that was made elsewhere",
  async (desk) => {
    const { code, stdout } = await desk.kozo(
      ...["node", "add", "porch", "--address", "fd00::3"],
      ...["--public-key", `${OWN_KEY} root@porch`],
    );
    assert.equal(code, 0);
    assert.match(stdout, /\n {2}scp config\.yml '\[fd00::3\]:kozo\/'\n/);
    assert.equal((await load(desk)).nodes.get("porch")?.publicKey, OWN_KEY);
    assert.ok(!(await namesIn(desk.folder)).includes("porch.key"));
  },
);

networkTest(
  "kozo node add puts the key beside the configuration",
  async (desk) => {
    await Deno.mkdir(`${desk.folder}/etc`);
    await Deno.rename(
      `${desk.folder}/config.yml`,
      `${desk.folder}/etc/config.yml`,
    );
    const { stdout } = await desk.kozo(
      ...["node", "add", "scribe", "--config", "etc/config.yml"],
    );
    assert.match(
      stdout,
      /^Copy to "scribe": etc\/config\.yml etc\/scribe\.key\n/m,
    );
    assert.match(stdout, /^Nobody can dial "scribe": .* no "address"/m);
    assert.doesNotMatch(stdout, /scp/);
    assert.match(stdout, / run config\.yml scribe\n/);
    assert.ok((await namesIn(`${desk.folder}/etc`)).includes("scribe.key"));
  },
);

networkTest(
  "kozo node add has nothing copied to this machine",
  async (desk) => {
    for (const [i, address] of ["127.0.0.1:7102", "[::1]:7103"].entries()) {
      const args = ["node", "add", `n${i}`, "--address", address];
      const { stdout } = await desk.kozo(...args);
      assert.match(stdout, /^It is on this machine: nothing has to be copied/m);
      assert.doesNotMatch(stdout, /scp|rm |need the new/);
      assert.match(
        stdout,
        /^Those that are here already have to read the file anew:\n {2}.* reload --node clock$/m,
      );
    }
    const { stdout } = await desk.kozo(
      "node",
      "add",
      "n3",
      "--address=[::1]:7",
    );
    assert.match(stdout, /\n.* --node clock\n.* --node n0\n.* --node n1\n$/);
  },
);

networkTest(
  "kozo node add has the file copied to those alone that are elsewhere",
  async (desk) => {
    // Its key lies here until the user has copied it.
    await desk.kozo(...["node", "add", "far", "--address", "10.0.0.8"]);
    const { stdout } = await desk.kozo(
      ...["node", "add", "near", "--address", "127.0.0.1:7102"],
    );
    assert.match(stdout, /\nThe other nodes need the new config\.yml: "far"\n/);
    assert.match(stdout, /\n {2}.* reload --node clock\n/);
    assert.doesNotMatch(stdout, /--node far/);
  },
);

for (const verb of ["rm", "rekey"]) {
  networkTest(
    `kozo node ${verb} names the nodes that are here, which reload one by one`,
    async (desk) => {
      await desk.kozo("node", "add", "near", "--address", "127.0.0.1:7102");
      await desk.kozo("node", "add", "far", "--address", "10.0.0.8");
      await desk.kozo("node", "add", "porch");
      const { stdout } = await desk.kozo(
        ...["node", verb, "porch"],
        ...verb === "rekey" ? ["--key-out", "new"] : [],
      );
      assert.match(stdout, /\n {2}.* reload --node clock\n.* --node near\n/);
      assert.match(
        stdout,
        /\nThe other nodes need the new config\.yml: "far"\nOnce .*\n {2}.* reload\n$/,
      );
    },
  );
}

networkTest(
  "kozo node rekey of a node elsewhere moves nothing here, even if its key has not been copied",
  async (desk) => {
    await desk.kozo("node", "add", "far", "--address", "10.0.0.8");
    const { code, stdout, stderr } = await desk.kozo("node", "rekey", "far");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Put far\.key\.new on that node, .*config\.yml/m);
    assert.doesNotMatch(stdout, /mv /);
  },
);

networkTest("kozo node rekey changes the key alone", async (desk) => {
  await desk.kozo("node", "add", "far", "--address", "10.0.0.8");
  await Deno.remove(`${desk.folder}/far.key`);
  const before = await read(desk);
  const old = (await load(desk)).nodes.get("far")?.publicKey ?? "";
  const { code, stdout } = await desk.kozo(
    ...["node", "rekey", "far", "--key-out", "new"],
  );
  assert.equal(code, 0);
  assert.match(stdout, /^Put new\/far\.key on that node, .*config\.yml/m);
  const key = (await load(desk)).nodes.get("far")?.publicKey ?? "";
  assert.notEqual(key, old);
  assert.equal(await read(desk), before.replace(old, key));
  await readPrivateKey(`${desk.folder}/new/far.key`, key);
});

/** Says in a shell what a command has printed for it. */
async function obey({ folder }: Desk, stdout: string): Promise<void> {
  const lines = stdout.split("\n").filter((line) => line.startsWith("  mv "));
  assert.equal(lines.length, 3, stdout);
  const command = new Deno.Command("sh", {
    args: ["-ec", lines.join("\n")],
    cwd: folder,
  });
  const { code, stderr } = await command.output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
}

for (const more of [[], ["--key-out", "new"]]) {
  networkTest(
    `kozo node rekey ${
      more.join(" ")
    } on the node's own machine says how its new key takes the old one's place`,
    async (desk) => {
      const { folder } = desk;
      const old = await Deno.readTextFile(`${folder}/clock.key`);
      const { code, stdout, stderr } = await desk.kozo(
        ...["node", "rekey", "clock", ...more],
      );
      assert.equal(code, 0, stderr);
      assert.equal(await Deno.readTextFile(`${folder}/clock.key`), old);
      await obey(desk, stdout);
      const { privateKey, publicKey } = (await load(desk)).nodes.get("clock") ??
        assert.fail();
      assert.equal(privateKey, `${folder}/clock.key`);
      await readPrivateKey(privateKey, publicKey);
      const half = await Deno.readTextFile(`${folder}/clock.key.pub`);
      assert.ok(half.startsWith(publicKey), half);
      assert.equal(await Deno.readTextFile(`${folder}/clock.key.old`), old);
    },
  );
}

networkTest("kozo node rekey twice leaves all keys there", async (desk) => {
  const { folder } = desk;
  const keys = [await Deno.readTextFile(`${folder}/clock.key`)];
  for (const old of ["clock.key.old", "clock.key.old2"]) {
    await obey(desk, (await desk.kozo("node", "rekey", "clock")).stdout);
    const key = await Deno.readTextFile(`${folder}/${old}`);
    assert.equal(key, keys.at(-1));
    keys.push(await Deno.readTextFile(`${folder}/clock.key`));
  }
  assert.equal(new Set(keys).size, 3);
});

networkTest(
  "kozo node rekey makes no second key while the first waits for its place",
  async (desk) => {
    await desk.kozo("node", "rekey", "clock");
    const before = await read(desk);
    assert.match(
      onlyLine(await desk.kozo("node", "rekey", "clock"), 1),
      /"clock\.key\.new" waits, which the configuration has already; put that in its place first, .* by "mv clock\.key clock\.key\.old && mv clock\.key\.new clock\.key && mv clock\.key\.new\.pub clock\.key\.pub"$/,
    );
    assert.equal(await read(desk), before);
    // One that nobody waits for is in the way like any other file.
    await Deno.writeTextFile(`${desk.folder}/clock.key.new`, "no key");
    assert.match(
      onlyLine(await desk.kozo("node", "rekey", "clock"), 1),
      /"clock\.key\.new": it is there .* by "--key-out"$/,
    );
  },
);

networkTest(
  "kozo node keeps the owner and mode of the file, and a link to it",
  async (desk) => {
    const { folder } = desk;
    await Deno.mkdir(`${folder}/etc`);
    await Deno.rename(`${folder}/config.yml`, `${folder}/etc/config.yml`);
    await Deno.symlink("etc/config.yml", `${folder}/config.yml`);
    await Deno.chmod(`${folder}/etc/config.yml`, 0o664);
    // Only root can give a file away; a service's file is another user's.
    const owner = Deno.uid() === 0 ? 12345 : Deno.uid();
    await Deno.chown(`${folder}/etc/config.yml`, owner, null);
    assert.equal((await desk.kozo("node", "add", "scribe")).code, 0);
    const { mode, uid } = await Deno.stat(`${folder}/etc/config.yml`);
    assert.equal((mode ?? 0) & 0o777, 0o664);
    assert.equal(uid, owner);
    assert.ok((await Deno.lstat(`${folder}/config.yml`)).isSymlink);
    assert.deepEqual(await namesIn(`${folder}/etc`), ["config.yml"]);
  },
);

networkTest(
  "kozo node rekey says that the node needs the file, too, whoever has made the key",
  async (desk) => {
    const { stdout } = await desk.kozo(
      ...["node", "rekey", "clock", "--public-key", OWN_KEY],
    );
    assert.match(
      stdout,
      /^That node needs the new config\.yml, and a new start$/m,
    );
  },
);

const REFUSALS: readonly (readonly [
  args: readonly string[],
  code: number,
  expected: RegExp,
])[] = [
  [["add", "clock"], 1, /has a node "clock" already/],
  [["add", "a b"], 1, /"a b" cannot be the name of a node/],
  [["add", "x", "--role", "timr"], 1, /add one of .* mean "timer"\?$/],
  [["add", "x", "--role", "timer", "--role", "timer"], 1, /second time/],
  [["add", "x", "--address", "a b"], 1, /"address" has "a b", which is none/],
  [["add", "x", "--public-key", "ssh-rsa A"], 1, /it is damaged/],
  [["add", "x", "--key-out", "config.yml"], 1, /Cannot make the folder/],
  [["add", "x", "--config", "house.yml"], 2, /"house\.yml": there is no/],
  [["rm", "clokc"], 4, /no node "clokc" .* mean "clock"\?/],
  [["rm", "clock"], 1, /has no other node, and needs one$/],
  [
    ["rekey", "clock", "--key-out", "."],
    1,
    /"clock\.key": it is there .* by "--key-out"$/,
  ],
  [["rekey", "porch"], 4, /no node "porch" in "config\.yml", known: "clock"/],
];

networkTest(
  "kozo node says why not, and then nothing changes",
  async (desk) => {
    const before = await read(desk);
    const names = await namesIn(desk.folder);
    for (const [args, code, expected] of REFUSALS) {
      const line = onlyLine(await desk.kozo("node", ...args), code);
      assert.match(line, expected, args.join(" "));
    }
    assert.equal(await read(desk), before);
    assert.deepEqual(await namesIn(desk.folder), names);
  },
);

networkTest("kozo node changes no file that is wrong", async (desk) => {
  await desk.write("config.yml", `${await read(desk)}heartbeat: soon\n`);
  const line = onlyLine(await desk.kozo("node", "add", "scribe"), 3);
  assert.match(line, /^config\.yml:\d+:12: "heartbeat" is the text "soon"/);
  assert.ok(!(await namesIn(desk.folder)).includes("scribe.key"));
});

const wrapper = await mortalWrapper();

const TAKES_BACK =
  "kozo node add takes the key back when the file cannot be written";

if (wrapper === undefined) {
  // Root may write what it likes.
  Deno.test({ name: TAKES_BACK, ignore: true, fn: () => {} });
} else {
  networkTest(
    TAKES_BACK,
    async (desk) => {
      await Deno.mkdir(`${desk.folder}/etc`);
      await Deno.rename(
        `${desk.folder}/config.yml`,
        `${desk.folder}/etc/config.yml`,
      );
      await Deno.chmod(`${desk.folder}/etc`, 0o555);
      const args = [
        ...["node", "add", "scribe", "--config", "etc/config.yml"],
        ...["--key-out", "."],
      ];
      const outcome = await runKozo(desk.folder, args, wrapper);
      assert.match(onlyLine(outcome, 1), /Cannot write "etc\/config\.yml": /);
      assert.ok(!(await namesIn(desk.folder)).includes("scribe.key"));
      await Deno.chmod(`${desk.folder}/etc`, 0o755);
    },
  );
}
