import assert from "node:assert/strict";
import { onlyLine } from "../support/run-kozo.ts";
import { authorTest, roleSource } from "./authoring.ts";

/** Roles that are wrong, how the report names that, and seconds for a check. */
const FAULTS: readonly (readonly [
  what: string,
  body: string,
  expected: RegExp,
  limit?: number,
])[] = [
  [
    "works when it is built",
    "  constructor(context: never) { super(context); this.sendLog('x'); }",
    /^FAILED {2}does nothing when it is built$/m,
  ],
  [
    "does not end",
    "  override run() { return new Promise<void>(() => {}); }",
    /^FAILED {2}ends soon .*\n {8}the role does not end within 2 s$/m,
  ],
  [
    "answers by chance what interests it",
    "  override isInterestedIn() { return Math.random() < 0.5; }",
    /^FAILED {2}gives one answer[^]*isInterestedIn answers otherwise/m,
  ],
  [
    "throws at a message",
    `  override isInterestedIn(m: Message) { return m instanceof Event; }
  override async run() { if (await this.getMessage()) throw new Error("Ouch"); }`,
    /^FAILED {2}survives whatever others send\n[^]*Ouch$/m,
  ],
  [
    "leaves things open",
    `  override localInit() {
    setInterval(() => {}, 1000);
    Deno.listen({ hostname: "127.0.0.1", port: 0 });
    Deno.openSync("/etc/passwd");
    new Deno.Command("sleep", { args: ["4"] }).spawn();
  }`,
    /^ {8}left open: a timer, a child process, .*a socket.*\/etc\/passwd"/m,
  ],
  [
    "waits for ever",
    "  override localInit() { return new Promise<void>(() => {}); }",
    /^FAILED {2}starts anew .*\n {8}it has not ended within 3 s$/m,
    3,
  ],
  [
    "forgets an error",
    '  override localStop() { void Promise.reject(new Error("Lost")); }',
    /^FAILED {2}ends soon .*\n {8}nobody handled an error\n {8}Lost$/m,
  ],
];

for (const [what, body, expected, limit = 30] of FAULTS) {
  authorTest(
    `kozo test-module names the fault of a role that ${what}`,
    async ({ kozo, write }) => {
      await write("mine.ts", roleSource(body));
      const { code, stdout, stderr } = await kozo(
        ...["test-module", "mine.ts", "--time-limit", `${limit}`],
      );
      assert.equal(code, 6, stdout + stderr);
      assert.match(stdout, expected);
      assert.match(stdout, /^ok {6}has complete metadata$/m);
      assert.match(stdout, /\n\d passed, \d failed\n$/);
      assert.doesNotMatch(stdout, /\.ts:\d+:\d+/);
      assert.match(stderr, /^kozo: ".*\/mine\.ts" fails \d of 6 checks\n$/);
    },
  );
}

authorTest(
  "kozo test-module --trace shows where a check failed",
  async ({ kozo, write }) => {
    await write(
      "mine.ts",
      roleSource('  override run() { throw Error("x"); }'),
    );
    const { code, stdout } = await kozo("test-module", "mine.ts", "--trace");
    assert.equal(code, 6);
    assert.match(stdout, /Error: x\n +at Mine\.run .*mine\.ts:\d+:\d+/);
  },
);

authorTest(
  "kozo test-module names a role that loops for ever, and ends",
  async ({ kozo, write }) => {
    await write("mine.ts", roleSource("  override run() { for (;;); }"));
    const { code, stdout } = await kozo(
      ...["test-module", "mine.ts", "--time-limit", "0.1"],
    );
    assert.equal(code, 137);
    assert.match(stdout, /\nFAILED {2}ends soon .*\n .* endless loop\?\n$/);
  },
);

const OPTIONS = `{
  pin: { type: "integer", minimum: 1, description: "The pin." },
  room: { type: "string", description: "Where it is." },
  file: { default: null, type: "path", description: "Where it notes it." },
}`;

authorTest(
  "kozo test-module names all options that are wrong at once",
  async ({ kozo, write }) => {
    await write("mine.ts", roleSource("", OPTIONS));
    const missing = onlyLine(await kozo("test-module", "mine.ts"), 1);
    assert.match(
      missing,
      /Missing option "pin" .*: The pin; Missing option "room" .*: Where it is; give options by "--option name=value"$/,
    );
    const wrong = onlyLine(
      await kozo(
        ...[
          "test-module",
          "mine.ts",
          "--option",
          "pin=no",
          "--option",
          "rom=x",
        ],
      ),
      1,
    );
    assert.match(
      wrong,
      /"pin" is the text "no", expected a whole number of at /,
    );
    assert.match(wrong, /Missing option "room".*"rom".*did you mean "room"\?/);
    assert.match(
      wrong,
      /[^.?]; give options by "--option name=value"$|\? Give options by/,
    );
  },
);

authorTest(
  "kozo test-module gives options as the configuration does",
  async ({ kozo, write }) => {
    const body = `  override localInit() {
    const { pin, file } = this.config as { pin: number; file: string };
    if (pin !== 17) throw new Error(typeof pin);
    Deno.writeTextFileSync(file, this.name);
  }`;
    await write("mine.ts", roleSource(body, OPTIONS));
    const options = ["pin=17", "room=hall", "file={folder}/note"]
      .flatMap((option) => ["--option", option]);
    const { code, stdout } = await kozo("test-module", "mine.ts", ...options);
    assert.equal(code, 0, stdout);
  },
);

const UNUSABLE: readonly (readonly [args: string[], number, RegExp])[] = [
  [["nowhere.ts"], 6, /Cannot read ".*nowhere\.ts": there is no such file/],
  [
    ["empty.ts"],
    6,
    /"empty\.ts"|empty\.ts" as a role: it exports no "roleInfo/,
  ],
  [["syntax.ts"], 6, /syntax\.ts", line 1, column \d+: SyntaxError/],
  [["mine.ts", "--option", "pin"], 1, /"pin": write name=value/],
  [["mine.ts", "--option", "pin=[1"], 1, /starts with "\[" here has no end/],
];

for (const [args, code, expected] of UNUSABLE) {
  authorTest(
    `kozo test-module ${
      args.join(" ")
    } says in one line why not, exit code ${code}`,
    async ({ kozo, write }) => {
      await write("mine.ts", roleSource(""));
      await write("empty.ts", "export {};");
      await write("syntax.ts", "const = 3;");
      const line = onlyLine(await kozo("test-module", ...args), code);
      assert.match(line, expected);
    },
  );
}

authorTest(
  "kozo test-module tests a transport with options for each side",
  async ({ kozo, write }) => {
    await kozo("new", "transport", "wire");
    const { code, stdout, stderr } = await kozo(
      ...["test-module", "wire.ts"],
      ...["--alice", "path={folder}/a", "--bob", "path={folder}/b"],
    );
    assert.equal(code, 0, stdout + stderr);
    await write("mine.ts", roleSource(""));
    const line = onlyLine(
      await kozo("test-module", "wire.ts", "--alice", "path={folder}/a"),
      1,
    );
    assert.match(line, /Missing option "path"/);
  },
);
