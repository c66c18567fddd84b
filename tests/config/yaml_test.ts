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

const NO_QUOTE =
  'The text in double quotes that starts here has no end: put a second " ' +
  "behind it, on this line";
const NO_SINGLE_QUOTE =
  "The text in single quotes that starts here has no end: put a second ' " +
  "behind it, on this line";
const NO_BRACKET =
  'The list that starts with "[" here has no end: put a "]" behind it, and ' +
  "indent the lines up to there further than this one";
const NO_BRACE =
  'The block that starts with "{" here has no end: put a "}" behind it, and ' +
  "indent the lines up to there further than this one";
const ENDED =
  "The value before this has ended: put all of it in quotes, or remove this";

const SYNTAX: readonly (readonly [text: string, expected: string])[] = [
  ['a: "x', `1:4: ${NO_QUOTE}`],
  ['a:\n  b: "x # why\n  c: 1\n\nd: 2\n', `2:6: ${NO_QUOTE}`],
  ['a:\n  b: "x # why\n  c: "y"\n  d: 2\n', `2:6: ${NO_QUOTE}`],
  ["a: 'x", `1:4: ${NO_SINGLE_QUOTE}`],
  ["a:\n  b: 'x\n  c: 'y'\n d: 2\n", `2:6: ${NO_SINGLE_QUOTE}`],
  ["a:\n  b: [1, 2\n  c: 1\n  d: 2\n", `2:6: ${NO_BRACKET}`],
  ["a: [[1], 2\nb: 1\n", `1:4: ${NO_BRACKET}`],
  ["a: [[1]", `1:4: ${NO_BRACKET}`],
  ["[x", `1:1: ${NO_BRACKET}`],
  ["a:\n  b: [1,\n2]\n", `2:6: ${NO_BRACKET}`],
  ["a:\n  b: {x: 1, y: 2\n  c: 1\nd: 2\n", `2:6: ${NO_BRACE}`],
  ["a:\n  b: {x: ]}\n", `2:6: ${NO_BRACE}`],
  ["a: [1, {b: 2]\nc: 3\n", `1:8: ${NO_BRACE}`],
  ["a: @x", '1:4: A text that starts with "@" has to stand in quotes'],
  ["a: `x`", '1:4: A text that starts with "`" has to stand in quotes'],
  ["a: %x", '1:4: A text that starts with "%" has to stand in quotes'],
  [
    "%x\n",
    '1:1: A line that starts with "%" is for YAML itself: put it in quotes',
  ],
  [
    'a: "x\\q"',
    '1:6: In double quotes "\\q" means nothing: write the backslash twice, or ' +
    "put the text in single quotes",
  ],
  [
    'password: "\\Uhunter2"',
    '1:12: In double quotes "\\U" means nothing: write the backslash twice, or ' +
    "put the text in single quotes",
  ],
  [
    'a: "x"# why',
    '1:7: A "#" with no space before it starts no comment: add the space, or ' +
    "put the text in quotes",
  ],
  ['a: "x" y', `1:8: ${ENDED}`],
  ["- 1\nb: 2\nc: 3", `2:1: ${ENDED}`],
  [
    "a: x\nb: ]\nc: 1\n",
    '2:4: Nothing is open that this "]" could close: remove it, or put the ' +
    "text in quotes",
  ],
  ["a: [1,,2]", "1:7: A value is missing before this comma"],
  ['a: ["1" "2"]', "1:9: A comma is missing here, between two values"],
  ["a: {b: 1 c: 2}", "1:8: A comma is missing here, between two values"],
  [
    "a: - 1",
    '1:4: A list does not start on the line of its option: put each "- " on a ' +
    "line of its own below",
  ],
  [
    "a: |x\n  y\n",
    '1:5: Nothing may follow "|" and ">" on their line: start the text on the ' +
    "next one, or put it in quotes",
  ],
  [
    "a: & x",
    '1:4: A "&" alone stands for nothing in YAML: put it in quotes, "&"',
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
  ["a:\n    b: 1\n  c: 2\n    d: 3\n    e: 4\n", `3:1: ${NO_COLUMN}`],
  [
    "a: !secret x",
    '1:4: A text that starts with "!" has to stand in quotes: it would be a ' +
    "tag of YAML, and this one is not known here",
  ],
  [
    "a: !!binary aGk=",
    '1:4: A text that starts with "!" has to stand in quotes: it would be a ' +
    "tag of YAML, and this one is not known here",
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
  assert.deepEqual(problems, [
    '5:18: The alias "*x" names nothing above it',
    '6:23: The alias "*r" stands in what it names',
  ]);
});

Deno.test("what an alias to nothing should have brought is not said to be missing", async () => {
  const text = withNode() + "  b: *y\n";
  assert.deepEqual(await problemsOf(text), [
    '5:6: The alias "*y" names nothing above it',
  ]);
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
