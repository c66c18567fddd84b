import assert from "node:assert/strict";
import { parseLabArguments } from "../../scripts/lab/arguments.ts";
import { guestScript } from "../../scripts/lab/guest-script.ts";
import { withLock } from "../../scripts/lab/lock.ts";
import { BARE_MACHINE } from "../../scripts/lab/machine-options.ts";
import { assertFolders } from "../../scripts/lab/mounts.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { withFolder } from "./temporary-folder.ts";

const never = new AbortController().signal;

Deno.test("parseLabArguments() leaves a command's own flags alone", () => {
  const args = parseLabArguments(
    ["--gpio", "4", "--", "ls", "--gpio"],
    "/home/pi",
  );
  assert.deepEqual(args, {
    architecture: "amd64",
    options: {
      ...BARE_MACHINE,
      command: ["ls", "--gpio"],
      folder: "/home/pi",
      mounts: [{ folder: "/home/pi", isShared: true }],
      gpio: 4,
    },
  });
});

Deno.test("parseLabArguments() takes paths from the user's folder, and several of a kind", () => {
  const args = parseLabArguments([
    ...["--arch", "amd64", "--bt", "2", "--air", "air", "--cd", "b/c"],
    ...["--mount", "a", "--mount", "/b", "--env", "A=1", "--env", "B=x=y z"],
    ...["--hostname", "box", "--mem", "512", "--timeout", "9", "true"],
  ], "/home/pi");
  assert.deepEqual(args, {
    architecture: "amd64",
    options: {
      command: ["true"],
      folder: "/home/pi/b/c",
      mounts: [
        { folder: "/home/pi/a", isShared: true },
        { folder: "/b", isShared: true },
      ],
      environment: { A: "1", B: "x=y z" },
      hostname: "box",
      memory: 512,
      bluetooth: 2,
      air: "/home/pi/air",
      cable: undefined,
      gpio: 0,
      timeLimit: 9,
    },
  });
});

Deno.test("a machine is not started for a folder that is none", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/file`;
    await Deno.writeTextFile(file, "");
    const check = (...folders: readonly string[]) =>
      assertFolders(folders.map((folder) => ({ folder, isShared: true })));
    await check(folder);
    await assert.rejects(check(folder, `${folder}/nope`), {
      name: "UsageError",
      message:
        `Cannot give the machine the folder "${folder}/nope": there is ` +
        "none; name another by --mount",
    });
    await assert.rejects(check(file), /: it is a file; name another/);
  });
});

Deno.test("parseLabArguments() refuses what it does not know", () => {
  const refused = [
    ["--gpio", "many", "true"],
    ["--env", "A", "true"],
    ["--", "--mount", "/nope", "true"],
    ["--arch", "mips", "true"],
    ["--arch", "arm64", "--bt", "1", "true"],
    ["--kvm", "true"],
    [],
  ];
  for (const args of refused) {
    assert.throws(() => parseLabArguments(args, "/"), { name: "UsageError" });
  }
});

Deno.test("guestScript() quotes whatever it is given", async () => {
  const script = guestScript({
    ...BARE_MACHINE,
    command: ["echo", "it's", "$HOME", "a b"],
    environment: { A: "1; exit 1" },
  });
  const lines = script.split("\n")
    .filter((line) => /^(export A|lab_run)/.test(line));
  const shell = [
    'lab_run() { shift; "$@"; }',
    ...lines,
    'echo "$A"',
  ].join("\n");
  const { stdout } = await new Deno.Command("sh", { args: ["-c", shell] })
    .output();
  assert.equal(
    new TextDecoder().decode(stdout),
    "it's $HOME a b\n1; exit 1\n",
  );
});

Deno.test("withLock() lets one at a time do its work, also after a failure", async () => {
  await withFolder(async (folder) => {
    const done: string[] = [];
    const work = (name: string) => async () => {
      done.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      done.push(`${name} ends`);
      if (name === "first") throw new Error("as it should be");
    };
    const first = withLock(`${folder}/lock`, never, work("first"));
    const second = withLock(`${folder}/lock`, never, work("second"));
    await assert.rejects(first, /as it should be/);
    await second;
    // Whose file is open first is the system's choice.
    const order = done[0] === "first begins"
      ? ["first", "second"]
      : ["second", "first"];
    assert.deepEqual(
      done,
      order.flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
  });
});

Deno.test("withLock() waits no longer than its signal wants", async () => {
  await withFolder(async (folder) => {
    const stop = new AbortController();
    await withLock(`${folder}/lock`, never, async () => {
      const waiting = withLock(`${folder}/lock`, stop.signal, async () => {});
      stop.abort(new Error("enough"));
      await assert.rejects(waiting, /enough/);
    });
  });
});

Deno.test({
  name: "the scripts of the lab pass shellcheck",
  // Not every machine has shellcheck.
  ignore: !await hasShellcheck(),
  fn: async () => {
    const guest = await Array.fromAsync(
      Deno.readDir(`${ROOT}/scripts/lab/guest`),
      ({ name }) => `scripts/lab/guest/${name}`,
    );
    const { success, stdout } = await new Deno.Command("shellcheck", {
      args: ["--external-sources", "scripts/lab/build/build.sh", ...guest],
      cwd: ROOT,
    }).output();
    assert.ok(success, new TextDecoder().decode(stdout));
  },
});

function hasShellcheck(): Promise<boolean> {
  return new Deno.Command("shellcheck", { args: ["--version"] }).output()
    .then(({ success }) => success, () => false);
}
