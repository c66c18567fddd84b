import assert from "node:assert/strict";
import { builtInRoles } from "../../roles/mod.ts";
import { wholeLines } from "../../scripts/support/lines.ts";
import { NetworkFolder } from "../../scripts/testnet/network-folder.ts";
import { Template } from "../../scripts/testnet/template.ts";
import { type Executable, withExecutable } from "./executables.ts";

/** Milliseconds that anything may take on a busy machine. */
const PATIENCE = 90_000;

/** Options without which roles do nothing, or not enough here. */
const OPTIONS: Readonly<Record<string, string>> = {
  "motion-detect": "pin: 4, ",
  logger: "file: log, ",
  timer: "tick: 0.2, ",
};

/** A role of one's own as it is, in a sandbox, and one that hangs there. */
const NETWORK = `system:
  house:
    privateKey: keys/house
    publicKey: <public key of house>
    roles:
      free: { type: doorbell, every: 0.2 }
      boxed: { type: doorbell, every: 0.2, permissions: {} }
      thief: { permissions: {} }
      looper: { permissions: {}, watchdog: 1 }
    transports:
      tcp: { address: 127.0.0.1, bindAddress: 127.0.0.1, port: <free port> }
rolePath: modules
`;

/** Every role that comes with Kōzō, in a sandbox. */
const BUILT_INS = `system:
  house:
    privateKey: keys/house
    publicKey: <public key of house>
    roles:
${
  Object.keys(builtInRoles).map((type) =>
    `      ${type}: { ${OPTIONS[type] ?? ""}permissions: {} }\n`
  ).join("")
}# The program unpacks itself below.
rolePath: ..
`;

/** A role in JavaScript whose `run` does something. */
function moduleThat(does: string): string {
  return `
import { Role } from "kozo";
class Doer extends Role {
  async run() {
    ${does}
  }
}
export const roleInfo = {
  format: "1.0",
  class: Doer,
  author: "A",
  version: "1",
  description: "Does it.",
  config: {},
};
`;
}

/** Runs a node until it has printed everything, and gives its exit code. */
async function runUntil(
  { folder, file }: Executable,
  config: string,
  wanted: readonly RegExp[],
): Promise<number> {
  const signal = AbortSignal.timeout(PATIENCE);
  const node = new Deno.Command(file, {
    args: ["run", config, "house"],
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      HOME: `${folder}/home`,
      KOZO_RUNTIME_DIR: `${folder}/run`,
      NO_COLOR: "1",
    },
    stdin: "null",
    stderr: "piped",
    signal,
  }).spawn();
  const missing = new Set(wanted);
  const lines: string[] = [];
  for await (const line of wholeLines(node.stderr)) {
    lines.push(line);
    for (const one of missing) if (one.test(line)) missing.delete(one);
    if (missing.size === 0 && !signal.aborted) node.kill("SIGTERM");
  }
  const { code } = await node.status;
  assert.equal(missing.size, 0, `${[...missing]} in\n${lines.join("\n")}`);
  return code;
}

Deno.test("The executable begins, tests and runs roles of one's own, in sandboxes too", async () => {
  await withExecutable(async (executable) => {
    const { folder, run } = executable;
    const network = await NetworkFolder.make(
      `${folder}/network`,
      new Template(NETWORK),
    );
    const modules = `${network.path}/modules`;
    await Deno.mkdir(modules);
    const made = await run(["new", "role", "doorbell", "--folder", modules]);
    assert.equal(made.code, 0, made.stderr);
    const tested = await run(["test-module", `${modules}/doorbell.ts`]);
    assert.equal(tested.code, 0, tested.stdout + tested.stderr);
    await Deno.writeTextFile(
      `${modules}/thief.js`,
      moduleThat(`
        try { Deno.readTextFileSync("/etc/passwd"); this.info("Read it"); }
        catch (error) { this.info("Refused:", error.name); }
        await this.sleep(1e6);`),
    );
    await Deno.writeTextFile(
      `${modules}/looper.js`,
      moduleThat("await this.sleep(0.1); for (;;);"),
    );
    const code = await runUntil(executable, network.config, [
      /INF free: Alive 3/,
      /INF boxed: Alive 3/,
      /INF thief: Refused: NotCapable/,
      /ERR looper: The role failed: it has given no sign of life for 1 s/,
    ]);
    assert.equal(code, 0);
  });
});

Deno.test("The executable loads each of its own roles into a sandbox, and runs them there", async () => {
  await withExecutable(async (executable) => {
    const { folder, run } = executable;
    const network = await NetworkFolder.make(
      `${folder}/network`,
      new Template(BUILT_INS),
    );
    const checked = await run(["check", network.config]);
    assert.equal(checked.code, 0, checked.stdout + checked.stderr);
    const text = await Deno.readTextFile(network.config);
    const two = text.split("\n").filter((line) =>
      !/permissions/.test(line) || /\b(timer|cuckoo):/.test(line)
    );
    await Deno.writeTextFile(network.config, two.join("\n"));
    const code = await runUntil(executable, network.config, [
      /INF cuckoo: Received message/,
    ]);
    assert.equal(code, 0);
  });
});
