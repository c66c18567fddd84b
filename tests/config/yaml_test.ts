import assert from "node:assert/strict";
import { parse, problemsOf, withNode } from "./support.ts";

const MIXED =
  "Tabs and spaces are mixed: indent all lines with spaces, or all lines with tabs";

/** The same file, each space that indents it turned into a tab. */
function withTabs(text: string): string {
  return text.replace(/^ +/gm, (spaces) => "\t".repeat(spaces.length));
}

Deno.test("a file that is indented with tabs says the same as with spaces", async () => {
  const spaces = withNode("roles:", "  timer:", "    tick: 3");
  assert.deepEqual(await parse(withTabs(spaces)), await parse(spaces));
});

Deno.test("places in a file that is indented with tabs are true", async () => {
  const text = withTabs(withNode("roles:", "  timer:", "    tick: x"));
  assert.match((await problemsOf(text))[0] ?? "", /^7:15: "tick" is/);
});

Deno.test("tabs inside values stay tabs", async () => {
  const text = withTabs(withNode("description: a\tb"));
  assert.equal((await parse(text)).nodes.get("a")?.description, "a\tb");
});

Deno.test("lines without text may be indented anyhow", async () => {
  const text = withTabs(withNode("description: x")) + "  \n \t\n";
  assert.deepEqual(await problemsOf(text), []);
});

Deno.test("a file that mixes tabs and spaces is refused", async () => {
  const lines = withNode("roles:", "\ttimer:");
  assert.deepEqual(await problemsOf(lines), [`6:5: ${MIXED}`]);
  const files = withTabs(withNode()) + "  # a comment\n";
  assert.deepEqual(await problemsOf(files), [`2:1: ${MIXED}`]);
});

Deno.test("what comes of a tab among spaces is not reported", async () => {
  const text = withNode("roles:", "  timer:").replace("    roles", "\troles") +
    "  b:\n    privateKey: x\n";
  assert.deepEqual(await problemsOf(text), [`5:1: ${MIXED}`]);
});

const NO_COLON = 'A ":" with a space after it is missing here: options are ' +
  'written "name: value", each on a line of its own';
const NO_COLUMN =
  "No line of the blocks around this one starts in its column: mend its " +
  "indentation, or that of a line before it";

const SYNTAX: readonly (readonly [text: string, expected: string])[] = [
  [
    'a: "x',
    "1:6: A text in double quotes has no end: put a second one behind it",
  ],
  [
    "a: 'x",
    "1:6: A text in single quotes has no end: put a second one behind it",
  ],
  [
    "a: @x",
    "1:4: This is not valid YAML: Plain value cannot start with reserved " +
    "character @",
  ],
  [
    "a: b: c",
    '1:4: A second ": " stands on this line, or the next line is indented too ' +
    "far: put the value in quotes, or mend the indentation",
  ],
  [
    "a: 1\n---\nb: 2",
    '2:1: A second document starts here: remove the line "---"',
  ],
  ["a: 1\nkey:clock.key", `2:1: ${NO_COLON}`],
  ["key:clock.key\na: 1", `1:1: ${NO_COLON}`],
  ["a\n  b: 1", `1:1: ${NO_COLON}`],
  [
    "a: *",
    '1:4: A "*" alone stands for nothing in YAML: put it in quotes, "*"',
  ],
  ["a:\n    b: 1\n  c: 2", `3:1: ${NO_COLUMN}`],
  ["a: !secret x", "1:4: This is not valid YAML: Unresolved tag: !secret"],
  [
    "a: !!binary aGk=",
    "1:4: This is not valid YAML: Unresolved tag: tag:yaml.org,2002:binary",
  ],
];

for (const [text, expected] of SYNTAX) {
  Deno.test(`parseConfig() says what is no YAML in ${JSON.stringify(text)}`, async () => {
    assert.deepEqual(await problemsOf(text), [expected]);
  });
}

Deno.test("parseConfig() reports syntax errors of several lines at once", async () => {
  const places = (await problemsOf("a: @x\nb: 1\nc: @y\n"))
    .map((problem) => problem.split(" ")[0]);
  assert.deepEqual(places, ["1:4:", "3:4:"]);
});

Deno.test("a %YAML directive does not change what words mean", async () => {
  const text = "%YAML 1.1\n---\n" + withNode("description: on");
  assert.equal((await parse(text)).nodes.get("a")?.description, "on");
});

Deno.test("aliases stand for what they name, and << takes a block in", async () => {
  const { nodes } = await parse(withNode(
    "roles:",
    "  t1: &t {type: timer, tick: 2, message: &m hello}",
    "  t2: {<<: *t, tick: 3}",
    "  t3: {type: timer, message: *m}",
    "  t4: {<<: [{tick: 4}, *t]}",
  ));
  assert.deepEqual(nodes.get("a")?.roles.map((role) => role.options), [
    { tick: 2, message: "hello" },
    { tick: 3, message: "hello" },
    { tick: 1, message: "hello" },
    { tick: 4, message: "hello" },
  ]);
});

Deno.test("parseConfig() refuses aliases that name nothing, or themselves", async () => {
  const problems = await problemsOf(
    withNode("description: *x", "roles: &r {timer: *r}"),
  );
  assert.ok(problems.includes('5:18: The alias "*x" names nothing above it'));
  assert.ok(problems.includes('6:23: The alias "*r" stands in what it names'));
});

Deno.test("parseConfig() refuses << with what is no block", async () => {
  assert.deepEqual(await problemsOf(withNode("<<: 3")), [
    '5:9: "<<" takes a block, or a list of them',
  ]);
});

Deno.test("parseConfig() refuses a list as a key", async () => {
  assert.deepEqual(await problemsOf(withNode("? [a, b]", ": 3")), [
    "5:7: A block or a list cannot be a key",
  ]);
});

Deno.test("parseConfig() refuses aliases that multiply", async () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 12; i++) {
    const aliases = Array(10).fill(`*a${i - 1}`).join(", ");
    lines.push(`a${i}: &a${i} [${aliases}]`);
  }
  assert.match(
    (await problemsOf(lines.join("\n"))).join("\n"),
    /^\d+:\d+: There are more than 100000 values, those repeated by aliases included$/,
  );
});

Deno.test("parseConfig() refuses values that are nested too deep", async () => {
  const deep = "[".repeat(70) + "]".repeat(70);
  assert.deepEqual(await problemsOf(`a: ${deep}`), [
    "1:67: Values are nested deeper than 64",
  ]);
  const abyss = "[".repeat(50_000);
  assert.notDeepEqual(await problemsOf(`a: ${abyss}`), []);
});
