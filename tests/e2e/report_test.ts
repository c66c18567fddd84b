import assert from "node:assert/strict";
import { Network } from "../support/network.ts";
import { onlyLine, runKozo } from "../support/run-kozo.ts";
import { writeFiles } from "./custom-modules.ts";

/** A role that tells everybody its password. */
const LEAKY = `
import { Role, type RoleInfo } from "kozo";

class Leaky extends Role<{ readonly password: string }> {
  override run(): void {
    this.info("The password is", this.config.password);
    throw new Error(\`cannot log in by "\${this.config.password}"\`);
  }
}

export const roleInfo = {
  format: "1.0",
  class: Leaky,
  author: "A",
  version: "1.0",
  description: "Cannot keep a secret.",
  config: { password: { description: "Secret." } },
} satisfies RoleInfo;
`;

/** The files in an archive, by name. */
async function unpack(
  network: Network,
  archive: string,
): Promise<Map<string, string>> {
  const run = async (...args: string[]) => {
    const { folder } = network;
    const { success, stdout } = await new Deno.Command("tar", {
      args,
      cwd: folder,
    }).output();
    assert.ok(success, args.join(" "));
    return new TextDecoder().decode(stdout);
  };
  const names = (await run("-tzf", archive)).trim().split("\n");
  const files = names.map(async (name) =>
    [name, await run("-xzOf", archive, name)] as const
  );
  return new Map(await Promise.all(files));
}

Deno.test("kozo report has all that helps with a fault, and no secret", async () => {
  await using network = await Network.make({
    clock: { roles: { leaky: { password: 'hunter2"\\§' } } },
    scribe: {},
  }, { rolePath: "roles" });
  await writeFiles(network, { "roles/leaky.ts": LEAKY });
  const clock = network.start("clock");
  await clock.waitFor(/The role failed: cannot log in/);
  await clock.waitFor(/No link to "scribe"/);
  const args = ["report", "--output", "report.tar.gz"];
  const { code, stdout, stderr } = await runKozo(network.folder, args);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^Wrote report\.tar\.gz: config\.yml, /);
  const { mode } = await Deno.stat(network.path("report.tar.gz"));
  assert.equal((mode ?? 0) & 0o777, 0o600);

  const files = await unpack(network, "report.tar.gz");
  assert.deepEqual([...files.keys()], [
    ...["config.yml", "versions.json", "status.json", "log.jsonl"],
  ]);
  assert.match(files.get("log.jsonl") ?? "", /The password is \(removed\)/);
  const status = JSON.parse(files.get("status.json") ?? "");
  assert.match(status.roles[0].lastFailure, /cannot log in by "\(removed\)"/);
  assert.equal(status.peers[0].failure.reason, "refused");
  assert.equal(JSON.parse(files.get("versions.json") ?? "").version, "0.1.0");
  const all = [...files.values()].join("");
  assert.doesNotMatch(all, /hunter2/);
  const [, key = ""] = String(network.config.system.clock?.publicKey)
    .split(" ");
  assert.ok(!all.includes(key));
  const lines = (await network.read("clock")).split("\n").slice(1, -2);
  for (const line of lines) assert.ok(!all.includes(line));
});

Deno.test("kozo report knows the secrets of every file that was read, right or wrong", async () => {
  await using network = await Network.make({
    clock: { roles: { leaky: { password: "hunter-first" } } },
  }, { rolePath: "roles" });
  await writeFiles(network, { "roles/leaky.ts": LEAKY });
  const clock = network.start("clock");
  await clock.waitFor(/cannot log in by "hunter-first/);
  const says = async (text: string, code: number) => {
    await Deno.writeTextFile(network.path("config.yml"), text);
    const outcome = await runKozo(network.folder, ["reload"]);
    assert.equal(outcome.code, code, outcome.stderr);
  };
  const original = await network.read("config.yml");
  const withPassword = (password: string) =>
    original.replace("hunter-first", password);
  await says(withPassword("hunter-second"), 0);
  await clock.waitFor(/cannot log in by "hunter-second/);
  await says(`${withPassword("hunter-third")}hunter-third: 7\n`, 8);
  await clock.waitFor(/Not reloaded: .*hunter-third/);
  await says(`password: ["hunter-fourth"\nx: y: "hunter-fourth"`, 8);
  await says(withPassword("hunter-last"), 0);
  await clock.waitFor(/cannot log in by "hunter-last/);
  const args = ["report", "--output", "report.tar.gz"];
  const { code, stderr } = await runKozo(network.folder, args);
  assert.equal(code, 0, stderr);
  const files = await unpack(network, "report.tar.gz");
  assert.match(files.get("log.jsonl") ?? "", /cannot log in by .*\(removed\)/);
  assert.doesNotMatch([...files.values()].join(""), /hunter/);
});

Deno.test("kozo report of a node whose file is gone or wrong has all the rest, and says so", async () => {
  await using network = await Network.make({
    clock: { roles: { leaky: { password: "hunter-first" } } },
  }, { rolePath: "roles" });
  await writeFiles(network, { "roles/leaky.ts": LEAKY });
  const clock = network.start("clock");
  await clock.waitFor(/cannot log in by "hunter-first/);
  await clock.waitFor('"clock" is running');
  const reportsWith = async (archive: string, why: RegExp) => {
    const args = ["report", "--output", archive];
    const { code, stderr } = await runKozo(network.folder, args);
    assert.equal(code, 0, stderr);
    const files = await unpack(network, archive);
    assert.match(files.get("config.yml") ?? "", why);
    assert.match(files.get("config.yml") ?? "", /^ +password: \(removed\)$/m);
    assert.match(files.get("log.jsonl") ?? "", /The password is \(removed\)/);
    assert.equal(JSON.parse(files.get("status.json") ?? "").node, "clock");
    assert.doesNotMatch([...files.values()].join(""), /hunter/);
  };
  await Deno.writeTextFile(network.path("config.yml"), 'password: ["hunter-2');
  await reportsWith("wrong.tgz", /^# The configuration file is no YAML; /);
  await Deno.remove(network.path("config.yml"));
  await reportsWith("gone.tgz", /^# Cannot read .*: there is no such file/);
});

Deno.test("kozo report tells of a node that does not start, and writes nothing over", async () => {
  await using network = await Network.make({ clock: {} });
  const args = ["report", "--config", "config.yml", "--output", "report.tgz"];
  const written = await runKozo(network.folder, [...args, "--json"]);
  assert.deepEqual(JSON.parse(written.stdout), {
    file: "report.tgz",
    contains: ["config.yml", "versions.json"],
  });
  assert.match(
    onlyLine(await runKozo(network.folder, args), 1),
    /Cannot write "report\.tgz": it is there already; .*--output/,
  );
  const missing = ["report", "--config", "nowhere.yml"];
  assert.match(
    onlyLine(await runKozo(network.folder, missing), 2),
    /"nowhere\.yml": there is no such file/,
  );
  assert.match(onlyLine(await runKozo(network.folder, ["report"]), 7), /No n/);
});
