import assert from "node:assert/strict";
import { runScript } from "./run-script.ts";

async function linesOf(format: string, level: string): Promise<string[]> {
  const { code, stdout, stderr } = await runScript(
    "log-lines.ts",
    format,
    level,
  );
  assert.equal(code, 0);
  assert.equal(stdout, "");
  return stderr.trimEnd().split("\n");
}

Deno.test("a text log has time, level, source and text on one line", async () => {
  const lines = await linesOf("text", "debug");
  assert.deepEqual(lines.map((line) => line.replace(/^\S+ /, "")), [
    "DBG link: for whoever looks for a fault",
    "INF cuckoo: {braces} {{twice}} } {",
    "WRN a.b: two\\nlines and \\u001b[31mred",
    "ERR node: Kōzō ☂",
  ]);
  for (const line of lines) assert.match(line, /^\d\d:\d\d:\d\d\.\d{3} /);
});

Deno.test("a log has no lines below its level", async () => {
  const lines = await linesOf("text", "warning");
  assert.deepEqual(lines.map((line) => line.split(" ")[1]), ["WRN", "ERR"]);
});

Deno.test("a JSON log has an object on each line", async () => {
  const lines = await linesOf("json", "info");
  const records = lines.map((line) => JSON.parse(line));
  assert.deepEqual(
    records.map(({ level, logger, message }) => ({ level, logger, message })),
    [
      {
        level: "INFO",
        logger: "kozo.cuckoo",
        message: "{braces} {{twice}} } {",
      },
      {
        level: "WARN",
        logger: "kozo.a.b",
        message: "two\\nlines and \\u001b[31mred",
      },
      { level: "ERROR", logger: "kozo.node", message: "Kōzō ☂" },
    ],
  );
  for (const record of records) {
    assert.ok(!Number.isNaN(Date.parse(record["@timestamp"])));
  }
});
