import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDocument } from "yaml";
import {
  addNode,
  rekeyNode,
  removeNode,
} from "../../core/config/edit/edit-nodes.ts";
import { nodeText } from "../../core/config/edit/node-text.ts";
import { KozoError } from "../../core/errors.ts";
import { KEYS } from "./support.ts";

const [OLD_KEY, NEW_KEY] = KEYS;

const BLOCK = nodeText({
  name: "scribe",
  privateKey: "scribe.key",
  publicKey: NEW_KEY,
  roleStorage: "storage",
  roles: "cuckoo:\ntimer:\n  tick: 3 # seconds\n",
  transport: "tcp",
  address: ["[fd00::1]:6020", "scribe.local"],
  port: 7000,
});

/** How a person may have laid out a file. */
interface Layout {
  readonly newline: string;
  readonly step: string;
  readonly gap: string;
  readonly endsInNewline: boolean;
}

const layouts: fc.Arbitrary<Layout> = fc.record({
  newline: fc.constantFrom("\n", "\r\n"),
  step: fc.constantFrom("  ", " ", "    ", "\t"),
  gap: fc.constantFrom("", "\n", "\n\n"),
  endsInNewline: fc.boolean(),
});

/** The lines of a node, which end in whatever a node may end in. */
const bodies = fc.constantFrom<readonly string[]>(
  [" {privateKey: k, publicKey: a} # in braces"],
  ["", ">privateKey: k # here", `>publicKey: "${OLD_KEY} me@here"`],
  ["", ">privateKey: k", ">roles: [a,", ">>b]"],
  ["", ">publicKey: k", ">description: |", ">>#no comment", ">>text", ""],
  ["", ">publicKey: k", ">roles:", ">>a: # none", ">>b:", ">>>c: 1"],
  ["", ">x: &x", ">>y: *y", ">list:", ">>- a: b", ">>- e"],
  ["", ">a: b", "", ">>#deep", "", ">#own", ""],
);

const comments = fc.constantFrom<readonly string[]>([], ["# of the next"], [
  "",
  "# a",
  "# b",
]);

/** Files with one to four nodes, whose names are n0, n1 and so on. */
const files = fc.tuple(
  layouts,
  fc.array(fc.tuple(comments, bodies), { minLength: 1, maxLength: 4 }),
  fc.constantFrom("", "# first\n\nheartbeat: 3 # s\n"),
  fc.constantFrom("", "# of all\n", "\n# last\nheartbeat: 3", "...\n"),
).map(([layout, nodes, head, tail]) => {
  const { newline, step, gap, endsInNewline } = layout;
  const blocks = nodes.map(([comment, [first, ...lines]], i) =>
    [
      ...comment.map((line) => line && step + line),
      `${step}n${i}:${first}`,
      ...lines.map((line) => line && step + line.replaceAll(">", step)),
    ].join("\n")
  );
  const anchor = nodes.some(([, body]) => body.includes(">>y: *y"))
    ? `importPath: &y [a]\n`
    : "";
  const system = `system: # the nodes\n${blocks.join(`\n${gap}`)}`;
  const text = head.replace("heartbeat", "connectionRetry") + anchor + system +
    (tail === "" && !endsInNewline ? "" : `\n${tail}`);
  return text.replaceAll("\n", newline);
});

function contentOf(text: string): Record<string, Record<string, unknown>> {
  const tabless = text.replace(/^\t+/gm, (tabs) => " ".repeat(tabs.length));
  const document = parseDocument(tabless);
  assert.deepEqual(document.errors, []);
  return document.toJS();
}

/** Whether `less` is `text` without one piece of it. */
function isCutFrom(text: string, less: string): boolean {
  let start = 0;
  while (start < less.length && less[start] === text[start]) start++;
  return text.endsWith(less.slice(start));
}

Deno.test("addNode(), then removeNode(), gives the same text, whatever the file looks like", () => {
  fc.assert(fc.property(files, (text) => {
    const more = addNode(text, "scribe", BLOCK);
    assert.equal(removeNode(more, "scribe"), text);
  }));
});

Deno.test("addNode() puts the node last, and changes nothing else", () => {
  fc.assert(fc.property(files, (text) => {
    const { system: before = {}, ...rest } = contentOf(text);
    const { system: after = {}, ...same } = contentOf(
      addNode(text, "scribe", BLOCK),
    );
    assert.deepEqual(same, rest);
    const { scribe, ...others } = after;
    assert.deepEqual(others, before);
    assert.deepEqual(Object.keys(after), [...Object.keys(before), "scribe"]);
    assert.deepEqual(scribe, contentOf(BLOCK).scribe);
  }));
});

Deno.test("removeNode() removes any node with its own comments, and nothing else", () => {
  fc.assert(fc.property(files, fc.nat(3), (text, n) => {
    const { system = {}, ...rest } = contentOf(text);
    const names = Object.keys(system);
    const name = names[n % names.length] ?? "";
    if (names.length === 1) return;
    const less = removeNode(text, name);
    const { [name]: _, ...others } = system;
    assert.deepEqual(contentOf(less), { ...rest, system: others });
    assert.ok(isCutFrom(text, less), less);
  }));
});

const FILE = `\
# My house
system:
  clock:
    privateKey: k
    publicKey: ${OLD_KEY} # of clock

  # In the cellar
  scribe:
    privateKey: k
    publicKey: "${OLD_KEY} me@there" # of scribe
    # that's all

# Quick
heartbeat: 1
`;

Deno.test("addNode() lays a node out as the others are", () => {
  const [before, after] = FILE.split("    # that's all\n") as [string, string];
  const block = `\
  porch:
    publicKey: a
    transports:
      tcp:
`;
  assert.equal(
    addNode(FILE, "porch", "porch:\n  publicKey: a\n  transports:\n    tcp:"),
    `${before}    # that's all\n\n${block}${after}`,
  );
});

Deno.test("removeNode() takes the comment above a node along", () => {
  const start = FILE.indexOf("\n  # In the cellar");
  const end = FILE.indexOf("\n# Quick");
  assert.equal(
    removeNode(FILE, "scribe"),
    FILE.slice(0, start) + FILE.slice(end),
  );
});

Deno.test("rekeyNode() changes the key alone, in quotes or not", () => {
  assert.equal(
    rekeyNode(FILE, "clock", NEW_KEY),
    FILE.replace(`${OLD_KEY} #`, `${NEW_KEY} #`),
  );
  assert.equal(
    rekeyNode(FILE, "scribe", NEW_KEY),
    FILE.replace(`"${OLD_KEY} me@there"`, NEW_KEY),
  );
});

const UNWRITABLE: readonly (readonly [string, string, RegExp])[] = [
  ["nodes in braces", "system: {a: {publicKey: k}}\n", /begin a line/],
  ["an alias", "importPath: &a {x: {publicKey: k}}\nsystem: *a", /as a block/],
  [
    "a key as a block",
    "system:\n  a:\n    publicKey: |\n      k\n",
    /one line/,
  ],
  [
    "a key that others have",
    "system:\n  a:\n    publicKey: &k k\n  b:\n    publicKey: *k\n",
    /something else/,
  ],
];

for (const [what, text, expected] of UNWRITABLE) {
  Deno.test(`rekeyNode() refuses ${what}, rather than break it`, () => {
    assert.throws(() => rekeyNode(text, "a", NEW_KEY), (error: Error) => {
      assert.ok(error instanceof KozoError);
      assert.match(error.message, expected);
      assert.match(error.message, /; do it by hand/);
      return true;
    });
  });
}

Deno.test("removeNode() refuses a node that another one needs", () => {
  const text = "system:\n  a: &a\n    publicKey: k\n  b: *a\n";
  assert.throws(() => removeNode(text, "a"), /something else in it/);
});
