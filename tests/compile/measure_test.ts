import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";
import { documentedTask } from "../docs/documented.ts";
import { mustRun } from "./executables.ts";

Deno.test("deno task compile --measure tells size, starts and memory", async () => {
  const output = await mustRun(
    ...["env", "-C", ROOT, Deno.execPath()],
    ...documentedTask("deno task compile --measure"),
  );
  assert.match(
    output,
    /^\S+ \((?:self-extracting|compiled), [\d.]+ MB\): it runs$/m,
  );
  assert.match(output, /^first start +\d+ ms until it listens$/m);
  assert.match(output, /^later starts +\d+ ms, the fastest of 10$/m);
  for (const links of ["1 link", "10 links"]) {
    const [, megabytes] =
      new RegExp(`^memory +(\\d+) MB with ${links}$`, "m").exec(output) ?? [];
    assert.ok(Number(megabytes) < 90, output);
  }
});
