import { Command } from "commander";
import assert from "node:assert/strict";
import { BARE } from "../../core/cli/starter.ts";
import { verbsOf } from "../../core/cli/unknown-verb.ts";
import { addVerbs, VERB_NAMES } from "../../core/cli/verbs.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";

/** The verbs of a program that was asked for one. */
async function verbsFor(named: string): Promise<readonly string[]> {
  const program = new Command().helpCommand(false);
  await addVerbs(named, program, new ModuleRegistry({}, {}), BARE);
  return verbsOf(program);
}

Deno.test("a verb is there when it is named, and seldom more than that", async () => {
  for (const verb of VERB_NAMES) {
    const verbs = await verbsFor(verb);
    assert.ok(verbs.includes(verb), `"${verb}" is missing`);
    const isAll = verb === "completion";
    assert.equal(verbs.length > 2, isAll, `"${verb}" brings ${verbs}`);
  }
});

Deno.test("all verbs are there when none is named", async () => {
  for (const named of ["", "help", "--help", "config.yml"]) {
    assert.deepEqual(await verbsFor(named), VERB_NAMES);
  }
});
