import assert from "node:assert/strict";
import { readLines } from "../../core/control/lines.ts";
import { LONGEST_ANSWER, REFUSALS } from "../../core/control/words.ts";
import { CAUSES } from "../../core/doctor/finding.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { Network } from "../support/network.ts";
import type { Program } from "../support/program.ts";
import { TypedCommand } from "./machine.ts";
import {
  codeBlocks,
  codeSpans,
  readDocument,
  section,
  tableRows,
} from "./markdown.ts";
import { OPERATING_COMMANDS as COMMANDS } from "./operating-commands.ts";

const operating = await readDocument("docs/operating.md");

/** Two nodes, of which `clock` is the one that the user has. */
class Home implements AsyncDisposable {
  readonly network: Network;
  readonly #scribe: Program;

  private constructor(network: Network, scribe: Program) {
    this.network = network;
    this.#scribe = scribe;
  }

  static async make(): Promise<Home> {
    const network = await Network.make({
      clock: { roles: { timer1: { type: "timer", tick: 0.1 } } },
      scribe: { roles: { cuckoo: { timer: "timer1" } } },
    }, { connectionRetry: 1 });
    const shim = `#!/bin/sh\nexec deno run --quiet -A ${ROOT}/main.ts "$@"\n`;
    await Deno.mkdir(network.path("bin"));
    await Deno.writeTextFile(network.path("bin/kozo"), shim, { mode: 0o755 });
    network.start("clock");
    const args = ["--control", "scribe.sock"];
    return new Home(network, network.start("scribe", { args }));
  }

  /** Types a command that goes on until it is stopped. */
  type(command: string): TypedCommand {
    const { folder } = this.network;
    const path = `${folder}/bin:$PATH`;
    return new TypedCommand(`env "PATH=${path}" ${command}`, folder);
  }

  /** Types a command, and gives what it prints. */
  async run(command: string, code = 0): Promise<string> {
    await using typed = this.type(command);
    assert.equal(await typed.end(), code, `${command}: ${typed.output}`);
    return typed.output;
  }

  /** Takes the other node away. */
  async silence(): Promise<void> {
    await this.#scribe.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.network[Symbol.asyncDispose]();
  }
}

/** A text without what is different each time, and elsewhere. */
function blurred(text: string): string {
  return text
    .replace(/ {2,}[\d.]+ m?s$/gm, "") // how long the doctor took
    .replace(/^ +dropped: \d+ unlinked\n/gm, "") // before the link
    .replace(/^ +ended: replaced .*\n/gm, "") // where both have dialled
    .replace(/\b1 message\b/g, "1 messages")
    .replace(/\S*config\.yml/g, "config.yml")
    .replace(/[0-9a-f]{16}/g, "fingerprint")
    .replace(/it dialled/g, "dialled")
    .replace(/\d+(?:[.:-]\d+)*/g, "0")
    .replace(/\s+/g, " ").trim();
}

/** Something was printed as a section of the document shows it. */
function assertShown(title: string, printed: string): void {
  const [block] = codeBlocks(section(operating, title))
    .filter(({ language }) => language === "text");
  const [shown, found] = [block?.text ?? "", printed].map(blurred);
  assert.ok(shown !== undefined && shown.length > 100);
  assert.ok(found?.includes(shown), `${found}\nis not\n${shown}`);
}

/** The fields that a table of the document has. */
function fieldsIn(title: string): string[] {
  return tableRows(section(operating, title))
    .flatMap((row) => codeSpans(row.Field ?? "").slice(0, 1));
}

Deno.test("operating.md: what it says of asking, sending and waiting works", async () => {
  await using home = await Home.make();
  assert.equal(
    await home.run(COMMANDS.wait),
    '"clock" is linked with "scribe"\n',
  );
  const status = await home.run(COMMANDS.status);
  assertShown("How it is doing", status);
  await using tail = home.type(COMMANDS.tail);
  await tail.waitFor(/^\d\d:\d\d:\d\d timer1@clock event tick \["Ping!",/m);
  assert.match(await home.run(COMMANDS.order), /nobody .* is interested/);
  assert.equal(await home.run(COMMANDS.event), 'Sent to the node "scribe"\n');
  await tail.waitFor(/timer1@clock event tick \["Ping!","12:00:00"\]$/m);
  assert.match(await home.run(COMMANDS.log), /^Sent, but nobody/);
  assert.match(await home.run(COMMANDS.ping), /^"scribe" has answered in /);
  assert.match(await home.run(COMMANDS.reload), /nothing has changed/);
  assert.match(await home.run(COMMANDS.report), /^Wrote report\.tar\.gz: /);
});

Deno.test("operating.md: the doctor says what it shows", async () => {
  await using home = await Home.make();
  await home.run(COMMANDS.wait);
  assert.match(await home.run(COMMANDS.doctor), /"scribe" are linked$/m);
  assert.match(await home.run(COMMANDS.doctorInPlace), /Nothing keeps/);
  await home.silence();
  // Until it has tried in vain.
  let said = "";
  while (!said.includes("the last try: refused")) {
    said = await home.run(COMMANDS.doctor, 8);
  }
  assertShown("Why two nodes are not linked", said);
});

Deno.test("operating.md has every field of a status", async () => {
  await using home = await Home.make();
  await home.run(COMMANDS.wait);
  const status = JSON.parse(await home.run(COMMANDS.statusForPrograms));
  assert.deepEqual(fieldsIn("kozo status"), pathsOf(status));
});

Deno.test("operating.md has every field of what else is printed for programs", async () => {
  await using home = await Home.make();
  await home.run(COMMANDS.wait);
  await using tail = home.type("kozo tail --json");
  await tail.waitFor(/"kind":"log".*\n/);
  await tail.waitFor(/"kind":"event".*\n/);
  const keys = new Set(fullLines(tail.output).flatMap(Object.keys));
  assert.deepEqual(new Set(fieldsIn("kozo tail")), keys);

  const said = fullLines(await home.run(`${COMMANDS.doctor} --json`));
  const found = new Set(said.flatMap(Object.keys));
  assert.deepEqual(new Set(fieldsIn("kozo doctor")), found);

  const verbs = [
    COMMANDS.ping,
    COMMANDS.wait,
    COMMANDS.order,
    COMMANDS.reload,
    COMMANDS.report,
  ];
  const rows = tableRows(section(operating, "The other verbs"));
  assert.equal(rows.length, verbs.length);
  for (const [index, row] of rows.entries()) {
    const answer = JSON.parse(await home.run(`${verbs[index]} --json`));
    const documented = codeSpans((row.Fields ?? "").replace(/\(.*?\)/g, ""));
    assert.deepEqual(documented, Object.keys(answer));
    if (!("changes" in answer)) continue;
    const [inner = ""] = /\(.*\)/.exec(row.Fields ?? "") ?? [];
    const { nodes, ...rest } = answer.changes;
    assert.deepEqual(
      new Set(codeSpans(inner)),
      new Set(["nodes", ...Object.keys(rest), ...Object.keys(nodes)]),
    );
  }
});

Deno.test("operating.md has every cause", () => {
  const causes = tableRows(section(operating, "Why two nodes are not linked"))
    .flatMap((row) => codeSpans(row.Cause ?? ""));
  assert.deepEqual(causes, CAUSES);
});

Deno.test("operating.md: what is said at the socket is said", async () => {
  await using home = await Home.make();
  await home.run(COMMANDS.wait);
  const spoken = codeSpans(section(operating, "At the socket").text);
  const [question = ""] = spoken.filter((text) => text.startsWith('{"kozo"'));
  const [heard, end] = await answerOf(home.network, question);
  assert.ok(spoken.includes(heard ?? ""), heard);
  assert.match(end ?? "", /^\{"end":/);
  assert.ok(spoken.includes('{"end": …}'));
  const [refusal] = await answerOf(home.network, '{"kozo":1,"ask":"nothing"}');
  assert.match(refusal ?? "", /^\{"error":".*","is":"usage"\}$/);
  assert.ok(spoken.includes('{"error": "…", "is": "usage"}'));
  for (const word of REFUSALS.slice(1)) assert.ok(spoken.includes(word), word);
});

/** All lines that a node says to a question. */
async function answerOf(network: Network, question: string): Promise<string[]> {
  const path = network.path("run/clock.sock");
  using connection = await Deno.connect({ transport: "unix", path });
  await connection.write(new TextEncoder().encode(`${question}\n`));
  return await Array.fromAsync(readLines(connection, LONGEST_ANSWER));
}

/** Where in an object there is a value; of a list, in its first element. */
function pathsOf(value: Record<string, unknown>, before = ""): string[] {
  return Object.entries(value).flatMap(([key, one]) => {
    const path = before + key;
    if (Array.isArray(one)) {
      const [first] = one;
      return key === "closings" || key === "restart"
        ? [path]
        : pathsOf(first, `${path}[].`);
    }
    if (typeof one !== "object" || one === null || key === "drops") {
      return [path];
    }
    const inner = pathsOf(one as Record<string, unknown>, `${path}.`);
    // What may be missing has a row of its own.
    return key === "link" ? [path, ...inner] : inner;
  });
}

/** What was printed, a JSON object a line; the last line may be cut. */
function fullLines(output: string): Record<string, unknown>[] {
  return output.split("\n").slice(0, -1).map((line) => JSON.parse(line));
}
