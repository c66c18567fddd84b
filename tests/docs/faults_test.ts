import assert from "node:assert/strict";
import { parse } from "yaml";
import { freePorts } from "../../core/contract/free-ports.ts";
import { has } from "../compile/executables.ts";
import { wholeLines } from "../../scripts/support/lines.ts";
import { Network } from "../support/network.ts";
import { linesOf, patternOf } from "./excerpt.ts";
import { FAULT_COMMANDS } from "./guide-commands.ts";
import { TypedCommand } from "./machine.ts";
import { codeBlocks, readDocument, section } from "./markdown.ts";

const readme = section(await readDocument("README.md"), "Looking for faults");
const modules = await readDocument("docs/modules.md");

/** The first block of a language. */
function block(of: typeof readme, language: string): string {
  return codeBlocks(of).find((one) => one.language === language)?.text ?? "";
}

/** Starts the node that README.md shows, with other ports. */
async function startHouse(network: Network) {
  const house = network.start("house", { args: [] });
  await house.waitFor('"house" is running');
  return house;
}

async function makeHouse(): Promise<{ network: Network; orders: number }> {
  const [orders = 0, door = 0] = freePorts(2);
  const { roles } = parse(block(readme, "yaml"));
  roles.message_injector = { bindPort: orders };
  roles.debugger = { bindPort: door };
  return { network: await Network.make({ house: { roles } }), orders };
}

/** Types a command that is to say "ok", with the port of the test. */
async function type(command: string, folder: string, port: number) {
  await using typed = new TypedCommand(
    command.replace("7050", `${port}`),
    folder,
  );
  assert.equal(await typed.end(), 0, typed.output);
  return typed.output;
}

Deno.test({
  name: "README.md injects a tick and the order to open the debugger",
  // Debian's package netcat-openbsd.
  ignore: !await has("nc"),
  async fn() {
    const { network, orders } = await makeHouse();
    await using _ = network;
    const house = await startHouse(network);
    for (const command of Object.values(FAULT_COMMANDS)) {
      assert.equal(await type(command, network.folder, orders), "ok\n");
    }
    const excerpt = linesOf(block(readme, "text"));
    assert.equal(excerpt.length, 2);
    for (const line of excerpt) await house.waitFor(patternOf(line));
    assert.equal(await house.stop(), 0, house.output);
  },
});

Deno.test({
  name: "modules.md has lines that the injector takes, from telnet too",
  // Debian's package telnet.
  ignore: !await has("telnet"),
  async fn() {
    const { network, orders } = await makeHouse();
    await using _ = network;
    const house = await startHouse(network);
    const lines = linesOf(block(section(modules, "message_injector"), "text"));
    assert.equal(lines.length, 4);
    await using telnet = new Telnet(orders);
    assert.deepEqual(await telnet.ask(lines), lines.map(() => "ok"));
    await house.stop();
  },
});

/** What somebody types into telnet, and reads there. */
class Telnet implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;

  constructor(port: number) {
    this.#child = new Deno.Command("telnet", {
      args: ["localhost", `${port}`],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  }

  /** Types lines, and gives as many that it prints of the other end. */
  async ask(lines: readonly string[]): Promise<string[]> {
    const answers: string[] = [];
    const writer = this.#child.stdin.getWriter();
    await writer.write(
      new TextEncoder().encode(lines.map((line) => `${line}\n`).join("")),
    );
    for await (const line of wholeLines(this.#child.stdout)) {
      if (/^(?:ok|error)/.test(line)) answers.push(line);
      // It would end at once, and ask for no answers.
      if (answers.length === lines.length) await writer.close();
    }
    return answers;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.status;
  }
}
