import assert from "node:assert/strict";
import type { Figures } from "../../scripts/bench/figures.ts";
import { aimsOf } from "../../scripts/bench/report/aims.ts";
import { drawBars, drawLines } from "../../scripts/bench/report/charts.ts";
import {
  DOCUMENTS,
  documentsOf,
  fill,
  readFigures,
} from "../../scripts/bench/report/documents.ts";
import { growthOf } from "../../scripts/bench/report/growth.ts";
import {
  flowTable,
  sizeTable,
} from "../../scripts/bench/report/message-tables.ts";
import { bytes, fixed } from "../../scripts/bench/report/numbers.ts";
import { describeFigures } from "../../scripts/bench/report/sections.ts";
import { markdown } from "../../scripts/bench/report/table.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { documentedTask } from "../docs/documented.ts";

const FOLDER = `${DOCUMENTS}/performance`;

const figures = await readFigures();

/** The figures with another rate of Kōzō's. */
function withRate(messagesPerSecond: number): Figures {
  const { kozo } = figures.ways;
  if (kozo === undefined) throw new Error("the documents have no Kōzō");
  const flows = kozo.flows.map((flow) => ({ ...flow, messagesPerSecond }));
  return { ...figures, ways: { ...figures.ways, kozo: { ...kozo, flows } } };
}

Deno.test("docs/performance.md and its plots are what the benchmark makes of its figures", async () => {
  const wanted = await documentsOf(figures);
  for (const [path, text] of wanted) {
    assert.equal(await Deno.readTextFile(path), text, path);
  }
  const files = await Array.fromAsync(
    Deno.readDir(FOLDER),
    ({ name }) => `${FOLDER}/${name}`,
  );
  const plots = [...wanted.keys()].filter((path) =>
    path.startsWith(`${FOLDER}/`)
  );
  assert.deepEqual(files.sort(), [`${FOLDER}/figures.json`, ...plots].sort());
});

Deno.test("deno task bench:docs leaves documents alone that are right", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: documentedTask("deno task bench:docs"),
    cwd: ROOT,
    stdin: "null",
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  for (const [path, text] of await documentsOf(figures)) {
    assert.equal(await Deno.readTextFile(path), text, path);
  }
});

Deno.test("a document has every table, each once", () => {
  const place = "<!-- table: aims -->\n<!-- end -->\n";
  assert.throws(() => fill(place, figures), /has no place for the table "/);
  assert.throws(() => fill(place + place, figures), /no table "aims", or it/);
  const unknown = "<!-- table: weather -->\n<!-- end -->\n";
  assert.throws(() => fill(unknown, figures), /There is no table "weather"/);
});

Deno.test("aims are reached or missed, or not measured", () => {
  const ssh2 = figures.ways.ssh2?.flows[0]?.messagesPerSecond ?? NaN;
  const [fast] = aimsOf(withRate(0.8 * ssh2));
  assert.deepEqual([fast?.result, fast?.isReached], ["0.80 ×", true]);
  const [slow] = aimsOf(withRate(0.79 * ssh2));
  assert.deepEqual([slow?.result, slow?.isReached], ["0.79 ×", false]);
  const none = aimsOf({ ...figures, ways: {} });
  assert.equal(none[0]?.result, undefined);
  assert.match(describeFigures({ ...figures, ways: {} }), /not measured/);
});

Deno.test("the tables count the tries that lost messages, if there were any", () => {
  const tables = (discarded: number) => {
    const { kozo } = figures.ways;
    if (kozo === undefined) throw new Error("the documents have no Kōzō");
    const flows = kozo.flows.map((flow) => ({ ...flow, discarded }));
    const ways = { ...figures.ways, kozo: { ...kozo, flows } };
    return [flowTable(ways), sizeTable(ways)];
  };
  for (const { head, rows } of tables(3)) {
    assert.equal(head.at(-1), "tries that lost some");
    assert.ok(rows.every((row) => row.length === head.length));
    for (const row of rows) {
      assert.equal(row.at(-1), row[0] === "Kōzō" ? "3" : "0");
    }
  }
  for (const { head } of tables(0)) {
    assert.ok(!head.includes("tries that lost some"));
  }
});

Deno.test("a further link takes what it adds, whatever the others in the file take", () => {
  const memory = [
    { links: 1, kozo: 82, kozoUnlinked: 80, compiled: 72, ssh2: 62 },
    { links: 11, kozo: 103, kozoUnlinked: 100, compiled: 73, ssh2: 65 },
  ];
  const ofLink = (more: Partial<Figures>) =>
    aimsOf({ ...figures, ...more })
      .find(({ what }) => what === "MB for each further link")?.result;
  assert.equal(ofLink({ memory }), "0.10");
  assert.equal(ofLink({ memory: memory.slice(0, 1) }), undefined);
});

Deno.test("growthOf() finds what each node and each link takes", () => {
  const [mesh] = figures.meshes;
  if (mesh === undefined) throw new Error("the documents have no mesh");
  const meshes = [2, 5, 10].map((nodes) => {
    const links = nodes * (nodes - 1) / 2;
    return { ...mesh, nodes, links, bytes: 300 * nodes + 7 * links };
  });
  const growth = growthOf(meshes, ({ bytes }) => bytes);
  assert.ok(Math.abs((growth?.perNode ?? NaN) - 300) < 1e-6);
  assert.ok(Math.abs((growth?.perLink ?? NaN) - 7) < 1e-6);
  assert.equal(growthOf([mesh], ({ bytes }) => bytes), undefined);
  assert.equal(growthOf(meshes, () => null), undefined);
});

Deno.test("the tables say which executable was measured, if one was", () => {
  const { executable: _, ...rest } = figures.machine;
  const described = (machine: Figures["machine"]) =>
    describeFigures({ ...figures, machine });
  const commit = "0123456789abcdef0123456789abcdef01234567";
  const of = (commit: string | null) =>
    described({ ...rest, executable: { form: "compiled", commit } });
  assert.match(of(commit), /\| executable +\| compiled, of 0123456789ab +\|/);
  assert.match(
    of(null),
    /\| executable +\| compiled, of an unknown commit +\|/,
  );
  assert.doesNotMatch(described(rest), /\| executable/);
});

Deno.test("what could not be measured is said below the tables", () => {
  const missing = ['"nats" is left out; to have it: apt-get install it'];
  assert.match(
    describeFigures({ ...figures, missing }),
    /\n"nats" is left out; to have it: apt-get install it\n$/,
  );
});

Deno.test("a table's columns are as wide as their widest cell", () => {
  assert.deepEqual(
    markdown({ head: ["a", "b"], rows: [["one", "2"], ["three", "1 000"]] }),
    [
      "| a     |     b |",
      "| ----- | ----: |",
      "| one   |     2 |",
      "| three | 1 000 |",
    ],
  );
});

Deno.test("numbers are easy to read", () => {
  assert.equal(fixed(1234567.891, 1), "1 234 567.9");
  assert.equal(fixed(NaN), "–");
  assert.equal(bytes(65536), "64 KiB");
  assert.equal(bytes(20 * 1024 * 1024), "20 MiB");
});

Deno.test("each way of a plot has a colour of its own", async () => {
  for (const [path, text] of await documentsOf(figures)) {
    if (!path.endsWith("rate.svg")) continue;
    const colours = text.match(/(?<=fill=")#\w+/g) ?? [];
    assert.equal(new Set(colours).size, Object.keys(figures.ways).length);
    return;
  }
  assert.fail("there is no rate.svg");
});

Deno.test("plots say everything in text that XML allows", () => {
  const bars = drawBars({
    title: "a < b & c",
    bars: [{ name: "one", value: 1, label: "1" }, {
      name: "two",
      value: 2,
      label: "2",
    }],
  });
  assert.match(bars, /<title>a &lt; b &amp; c<\/title>/);
  const widths = [...bars.matchAll(/<rect [^>]*width="(\d+)"/g)]
    .map(([, width]) => Number(width));
  assert.equal(widths[1], 2 * (widths[0] ?? NaN));
  const lines = drawLines({
    title: "lines",
    axes: ["x", "y"],
    series: [{ name: "one", points: [[1, 0], [2, 4]] }],
  });
  // The higher a value is, the smaller is its distance from the top.
  assert.match(lines, /<polyline points="300,310 520,60" /);
});
