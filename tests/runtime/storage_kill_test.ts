import assert from "node:assert/strict";
import { join } from "node:path";
import { RoleStorage } from "../../core/runtime/storage.ts";
import { numbered } from "../support/numbered-value.ts";
import { environmentOfVictim } from "../support/victim.ts";

const WRITER =
  new URL("../support/storage-writer.ts", import.meta.url).pathname;

/** How often the writer is killed. */
const KILLS = 15;

/**
 * Runs the writer until a random moment after its first value.
 *
 * @returns the number of the last value that it said was stored
 */
async function killWriter(folder: string): Promise<number> {
  const writer = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", WRITER, folder],
    ...environmentOfVictim(),
    stdout: "piped",
  }).spawn();
  let said = "";
  for await (const text of writer.stdout.pipeThrough(new TextDecoderStream())) {
    if (said === "") {
      setTimeout(() => writer.kill("SIGKILL"), Math.random() * 60);
    }
    said += text;
  }
  await writer.status;
  return Number(said.trim().split("\n").at(-1));
}

Deno.test("Guarantee 8: kill -9 at any moment leaves the old value or the new one", async () => {
  const folder = await Deno.makeTempDir({ prefix: "kozo-" });
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const said = await killWriter(folder);
      const storage = new RoleStorage({
        folder,
        node: "node1",
        role: "writer",
        warn: assert.fail,
      });
      const { number } = await storage.get() as { number: number };
      assert.ok(
        number === said || number === said + 1,
        `${number} is stored, ${said} was stored last`,
      );
      assert.deepEqual(await storage.get(), numbered(number));
      const files = [...Deno.readDirSync(folder)].map(({ name }) => name);
      assert.deepEqual(files, ["node1.writer.kozo"]);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({
  name: "Guarantee 8: a disk without room for the new value keeps the old one",
  // `ulimit` stands in for a full disk, as it works on Linux.
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "kozo-" });
    try {
      const limited = 'trap "" XFSZ; ulimit -f 8; exec "$@"';
      const { stdout, stderr } = await new Deno.Command("sh", {
        args: [
          ...["-c", limited, "sh"],
          ...[Deno.execPath(), "run", "-A", "--quiet", WRITER, folder],
        ],
        ...environmentOfVictim(),
      }).output();
      assert.match(new TextDecoder().decode(stderr), /StorageError: .*EFBIG/);
      const said = new TextDecoder().decode(stdout).trim().split("\n").at(-1);
      const storage = new RoleStorage({
        folder,
        node: "node1",
        role: "writer",
        warn: assert.fail,
      });
      assert.deepEqual(await storage.get(), numbered(Number(said)));
      await Deno.stat(join(folder, "node1.writer.kozo.tmp")).then(
        () => assert.fail("the temporary file is left"),
        () => {},
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
