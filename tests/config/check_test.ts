import assert from "node:assert/strict";
import { ConfigError, type ModuleInfo, Role, type RoleInfo } from "kozo";
import { checkGiven } from "../../core/cli/given-options.ts";
import { parseConfig } from "../../core/config/load.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { withNode } from "./support.ts";

interface RangeConfig {
  readonly from: number;
  readonly to: number;
}

class Range extends Role<RangeConfig> {
  override run(): void {}
}

const range = {
  format: "1.0",
  class: Range,
  author: "Kōzō",
  version: "1.0",
  description: "For tests.",
  config: {
    from: { default: 1, description: "The least" },
    to: { default: 2, description: "The greatest" },
  },
  check: ({ from, to }: RangeConfig) =>
    from < to ? {} : { to: `is ${to}, expected more than "from" (${from})` },
} satisfies RoleInfo;

/** What is wrong with a role block, each as `line:column: message`. */
async function problemsOf(block: string, check: ModuleInfo["check"]) {
  const info: RoleInfo = { ...range, ...(check && { check }) };
  const registry = new ModuleRegistry({
    range: { url: import.meta.url, load: () => Promise.resolve(info) },
  }, {});
  try {
    await parseConfig("x.yml", withNode(`roles: {${block}}`), registry, "a");
    return "";
  } catch (error) {
    assert.ok(error instanceof ConfigError, `${error}`);
    return error.problems.map((p) => `${p.line}:${p.column}: ${p.message}`)
      .join("\n");
  }
}

Deno.test("parseConfig() refuses, where they stand, options that do not go together", async () => {
  assert.equal(await problemsOf("range: {from: 5, to: 6}", range.check), "");
  assert.equal(
    await problemsOf("range: {from: 5, to: 4}", range.check),
    '5:34: "to" is 4, expected more than "from" (5)',
  );
});

Deno.test("parseConfig() refuses, where its block is, a default that goes with nothing given", async () => {
  assert.equal(
    await problemsOf("range: {from: 5}", range.check),
    '5:13: "to" is 2, expected more than "from" (5)',
  );
});

const WRONG = '5:27: "from" is the text "x", expected a number';

Deno.test("parseConfig() names also what else is wrong where one option is", async () => {
  assert.equal(
    await problemsOf("range: {from: x, to: 4}", () => ({ to: "is odd" })),
    `${WRONG}\n5:34: "to" is odd`,
  );
});

Deno.test("parseConfig() does not believe what may come of a wrong option", async () => {
  // The default of "from" would do no better.
  assert.equal(await problemsOf("range: {from: x, to: 0}", range.check), WRONG);
  const ofItself = () => ({ from: "is odd" });
  assert.equal(await problemsOf("range: {from: x, to: 4}", ofItself), WRONG);
});

Deno.test("parseConfig() names a module that cannot tell whether options go together", async () => {
  const fail = () => {
    throw new TypeError("no idea");
  };
  assert.equal(
    await problemsOf("range:", fail),
    '5:13: Cannot check the options: the module\'s "check" throws: no idea',
  );
  const answer = (() => ({ to: 5 })) as unknown as typeof range.check;
  assert.equal(
    await problemsOf("range:", answer),
    '5:13: Cannot check the options: the module\'s "check" returns { to: 5 }, ' +
      "expected a text for each wrong option",
  );
});

Deno.test("kozo test-module refuses options that do not go together", () => {
  const owner = { noun: "role", name: "r", node: "a", info: range } as const;
  assert.throws(
    () => checkGiven([{ name: "from", value: "3" }], owner, "/"),
    /"to" is 2, expected more than "from" \(3\); give options/,
  );
});
