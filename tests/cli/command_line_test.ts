import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { type Outcome, runScript, scriptCommand } from "./run-script.ts";

const keys = generateKeyPair();

/** A network of one node with one role. */
function configOf(role: string): string {
  return [
    "system:",
    "  clock:",
    "    privateKey: key",
    `    publicKey: ${keys.publicKey}`,
    "    roles:",
    `      ${role}: {}`,
    "",
  ].join("\n");
}

/** Runs a test's work with a configuration file, and with the node's key. */
async function withConfig(
  text: string,
  work: (file: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "config.yml");
    await Deno.writeTextFile(file, text);
    await Deno.writeTextFile(join(folder, "key"), keys.privateKey, {
      mode: 0o600,
    });
    await work(file);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function kozo(...args: string[]): Promise<Outcome> {
  return runScript("kozo.ts", ...args);
}

Deno.test("kozo --help shows the verbs and the exit codes", async () => {
  const { code, stdout, stderr } = await kozo("--help");
  assert.equal(code, 0);
  assert.match(stdout, /^Usage: kozo /);
  assert.match(stdout, /run .*<config> <node>/);
  assert.match(stdout, /70 a fault of Kōzō itself/);
  assert.equal(stderr, "");
});

Deno.test("kozo run --help describes the options and their choices", async () => {
  const { code, stdout } = await kozo("run", "--help");
  assert.equal(code, 0);
  assert.match(
    stdout,
    /--log-level <level> +\w[^]*"debug", "info",\s+"warning",\s+"error"/,
  );
  assert.match(stdout, /--log-format <format> +\w[^]*"text", "json"/);
});

Deno.test("kozo help shows what --help does, of verbs below verbs, too", async () => {
  for (const path of [[], ["run"], ["node"], ["node", "add"]]) {
    const { code, stdout } = await kozo("help", ...path);
    assert.equal(code, 0, path.join(" "));
    assert.equal(stdout, (await kozo(...path, "--help")).stdout);
  }
});

Deno.test("kozo without arguments shows its help on standard error, exit code 1", async () => {
  const { code, stdout, stderr } = await kozo();
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.equal(stderr, (await kozo("--help")).stdout);
});

const USAGE_ERRORS: readonly [args: readonly string[], expected: RegExp][] = [
  [["run"], /missing required argument "config"/],
  [["config.yml"], /missing required argument "node"/],
  [["run", "config.yml", "clock", "x"], /too many arguments: "x"/],
  [
    ["start", "config.yml", "clock"],
    /unknown command "start", expected "run", /,
  ],
  [["rnu", "config.yml", "clock"], /command "rnu", did you mean "run"\? See/],
  [["statsu"], /unknown command "statsu", did you mean "status"\?/],
  [["chek", "config.yml"], /unknown command "chek", did you mean "check"\?/],
  [["tial", "--node", "x"], /unknown command "tial", did you mean "tail"\?/],
  [["hlep", "run"], /unknown command "hlep", did you mean "help"\?/],
  [["help", "statsu"], /unknown command "statsu", did you mean "status"\?/],
  [["help", "node", "ad"], /unknown command "ad", did you mean "add"\?/],
  [["help", "nonsense"], /unknown command "nonsense", expected "run", /],
  [
    ["new", "part", "x"],
    /: "kind" is "part", expected "role" or "transport"; see/,
  ],
  [["send", "evnt", "x"], /: "kind" is "evnt", .*, did you mean "event"\? See/],
  [
    ["keygen", "k", "--type", "elgamal"],
    /: "--type" is "elgamal", expected "ed25519" or "rsa"; see/,
  ],
  [["new", "role"], /missing required argument "name"/],
  [["test-module"], /missing required argument "file"/],
  [
    ["test-module", "x.ts", "--time-limit", "0"],
    /: "--time-limit" is "0", expected more than 0/,
  ],
  [["--bogus"], /unknown option "--bogus"/],
  [["run", "config.yml", "clock", "--log-levle", "info"], /--log-level\?/],
  [
    ["run", "config.yml", "clock", "--log-level", "loud"],
    /"debug", "info", "w/,
  ],
  [["run", "config.yml", "clock", "--log-format", "warn"], /"text" or "json"/],
];

for (const [args, expected] of USAGE_ERRORS) {
  Deno.test(`kozo ${args.join(" ")} says in one line what is wrong, exit code 1`, async () => {
    const { code, stdout, stderr } = await kozo(...args);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^kozo: [^\n]+(?:[^?.]; see|\? See) "kozo (?:--help|help [a-z -]+)"\n$/,
    );
    assert.match(stderr, expected);
    assert.equal(stdout, "");
  });
}

Deno.test("a wrong command line is told where its help is", async () => {
  for (
    const [args, where] of [
      [["config.yml"], "kozo --help"],
      [["run", "config.yml"], "kozo help run"],
      [["keygen", "k", "--type", "elgamal"], "kozo help keygen"],
      [["node", "add"], "kozo help node add"],
    ] as const
  ) {
    const { stderr } = await kozo(...args);
    assert.ok(stderr.endsWith(`; see "${where}"\n`), stderr);
  }
});

Deno.test("kozo run takes the log level warn as warning", async () => {
  const args = ["run", "/nowhere/config.yml", "clock", "--log-level"];
  assert.equal((await kozo(...args, "warn")).code, 2);
  assert.equal((await kozo(...args, "warned")).code, 1);
});

Deno.test("kozo run says that there is no such file, exit code 2", async () => {
  const { code, stderr } = await kozo("run", "/nowhere/config.yml", "clock");
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^kozo: .*"\/nowhere\/config\.yml".*no such file: .*\n$/,
  );
});

Deno.test("kozo run says what is wrong with the file, exit code 3", async () => {
  await withConfig("system:\n  clock: 7\n", async (file) => {
    const { code, stderr } = await kozo("run", file, "clock");
    assert.equal(code, 3);
    assert.ok(stderr.startsWith(`${file}:2:`));
  });
});

Deno.test("kozo run says which nodes there are, exit code 4", async () => {
  await withConfig(configOf("forgetful"), async (file) => {
    const { code, stderr } = await kozo("run", file, "clokc");
    assert.equal(code, 4);
    assert.equal(
      stderr,
      `kozo: Cannot run the node "clokc": "${file}" has no node of that ` +
        'name, it has "clock"\n',
    );
  });
});

Deno.test("kozo run says that the key is missing, exit code 5", async () => {
  await withConfig(configOf("forgetful"), async (file) => {
    await Deno.remove(join(file, "..", "key"));
    const { code, stderr } = await kozo("run", file, "clock");
    assert.equal(code, 5);
    assert.match(stderr, /^kozo: Cannot use the private key .*\n$/);
  });
});

Deno.test("kozo run asks to report a fault of its own, exit code 70", async () => {
  await withConfig(configOf("faulty"), async (file) => {
    const { code, stderr } = await kozo("run", file, "clock");
    assert.equal(code, 70);
    assert.match(stderr, /^kozo: this is a fault of Kōzō, please report it: /);
  });
});

for (const verb of [["run"], []]) {
  const name = ["kozo", ...verb, "config.yml clock"].join(" ");
  Deno.test(`${name} outlives a role's stray errors and ends by SIGTERM, exit code 0`, async () => {
    await withConfig(configOf("forgetful"), async (file) => {
      const socket = ["--control", join(dirname(file), "clock.sock")];
      const run = [...verb, file, "clock", ...socket];
      const command = scriptCommand("kozo.ts", ...run);
      const child = command.spawn();
      let log = "";
      let isAsked = false;
      const decoded = child.stderr.pipeThrough(new TextDecoderStream());
      for await (const text of decoded) {
        log += text;
        const isReady = [
          '"clock" is running',
          "a forgotten promise",
          "a forgotten timer",
        ].every((line) => log.includes(line));
        if (!isReady || isAsked) continue;
        isAsked = true;
        child.kill("SIGTERM");
      }
      await child.stdout.cancel();
      assert.equal((await child.status).code, 0, log);
      assert.match(log, /ERR node: Nobody handled an error: a forgotten timer/);
      assert.match(log, /INF node: "clock" is stopping: SIGTERM\n$/);
    });
  });
}
