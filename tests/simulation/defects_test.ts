import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Defect, defects } from "./defects.ts";

const ROOT = join(import.meta.dirname ?? "", "../..");

/** What the simulation runs from. */
const PARTS = ["core", "scripts", "tests/simulation", "tests/support"];

for (const defect of defects) {
  Deno.test(`the simulation finds ${defect.name}`, async () => {
    const copy = await copyWith(defect);
    try {
      const { code, stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "-A", "--no-check", "scripts/simulate.ts"],
        cwd: copy,
        // The coverage of a copy says nothing of the original.
        env: { DENO_COVERAGE_DIR: "" },
        stderr: "inherit",
      }).output();
      assert.equal(code, 1, "the simulation found nothing");
      assert.match(new TextDecoder().decode(stdout), defect.breaks);
    } finally {
      await rm(copy, { recursive: true });
    }
  });
}

/** A copy of what the simulation needs, with one mistake in it. */
async function copyWith({ file, from, to }: Defect): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "kozo-defect-"));
  for (const part of [...PARTS, "deno.json", "deno.lock"]) {
    await cp(join(ROOT, part), join(copy, part), { recursive: true });
  }
  const text = await Deno.readTextFile(join(copy, file));
  assert.equal(text.split(from).length, 2, `"${from}" is not once in ${file}`);
  await Deno.writeTextFile(join(copy, file), text.replace(from, () => to));
  return copy;
}
