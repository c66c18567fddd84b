import assert from "node:assert/strict";
import { authorTest, type Desk } from "../cli/authoring.ts";
import { codeBlocks, readDocument, section } from "./markdown.ts";

const document = await readDocument("docs/commands.md");

/** The commands whose output the document shows, by the section it is in. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "kozo id": ["id", "config.yml", "--json"],
  "kozo check": ["check", "config.yml", "--json"],
  "kozo run --dry-run": ["run", "config.yml", "clock", "--dry-run", "--json"],
  "kozo roles, kozo transports": ["roles", "timer", "--json"],
  "kozo onion-address": ["onion-address", "onion.yml", "clock", "--json"],
};

/** A network of which there is something to say in each of these. */
async function makeNetwork({ kozo, folder, write }: Desk): Promise<void> {
  await kozo("init", "--name", "clock", "--address", "clock.local");
  await kozo("node", "add", "scribe", "--address", "192.168.1.21");
  await Deno.chmod(`${folder}/config.yml`, 0o666);
  const text = await Deno.readTextFile(`${folder}/config.yml`);
  const onion = "onion: { controlPort: '127.0.0.1:9051' }";
  await write("onion.yml", text.replace(/( +)tcp:\n/, `$1${onion}\n$&`));
}

/** What an output is made of: keys, and the types of their values. */
function shapeOf(value: unknown): unknown {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== "object") return typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]),
  );
}

authorTest("commands.md shows what programs get", async (desk) => {
  await makeNetwork(desk);
  const shown = codeBlocks(document)
    .filter(({ language }) => language === "json");
  assert.equal(shown.length, Object.keys(COMMANDS).length);
  for (const [title, args] of Object.entries(COMMANDS)) {
    const [block] = codeBlocks(section(document, title))
      .filter(({ language }) => language === "json");
    const { stdout } = await desk.kozo(...args);
    const [expected, found] = [block?.text ?? "", stdout].map((text) => {
      const value = JSON.parse(text);
      // How the other node would dial this one depends on the network.
      for (const link of value.links ?? []) link.in.ways = [];
      return shapeOf(value);
    });
    assert.deepEqual(found, expected, title);
  }
});
