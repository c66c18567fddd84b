import assert from "node:assert/strict";
import { ConfigError } from "kozo";
import { parseConfig } from "../../core/config/load.ts";
import { registry } from "./registry.ts";
import { KEYS, withNode } from "./support.ts";

const TWO = withNode(
  "roles:",
  "  bell: {pin: [1, 2], messageQueueLength: 8}",
  "  other: {type: broken}",
  "transports:",
  "  pigeon: {speed: fast}",
) + `  b:
    privateKey: key
    publicKey: ${KEYS[1]}
`;

Deno.test("parseConfig() takes blocks of other nodes whose modules are not here", async () => {
  const config = await parseConfig("config.yml", TWO, registry, "b");
  const { roles, transports } = config.nodes.get("a") ?? {};
  assert.deepEqual(roles, [
    { name: "bell", type: "bell", messageQueueLength: 8, options: {} },
    { name: "other", type: "broken", options: {} },
  ]);
  assert.deepEqual(transports, [
    { name: "pigeon", type: "pigeon", options: {} },
  ]);
});

Deno.test("parseConfig() checks what all blocks take, also where the module is not here", async () => {
  const text = TWO.replace("messageQueueLength: 8", "messageQueueLength: 0");
  await assert.rejects(
    parseConfig("config.yml", text, registry, "b"),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(error.problems.map(({ line }) => line), [6]);
      return true;
    },
  );
});

Deno.test("parseConfig() wants all modules of the node that is to run, and without one those of all", async () => {
  for (const self of ["a", undefined]) {
    await assert.rejects(
      parseConfig("config.yml", TWO, registry, self),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError);
        assert.deepEqual(error.problems.map(({ line }) => line), [6, 7, 9]);
        return true;
      },
    );
  }
});

Deno.test("parseConfig() searches the folders of the node that is to run", async () => {
  const text = withNode(
    "overrideMainConfiguration:",
    "  rolePath: /own:/second",
  ) + "rolePath: /all\n";
  const pathsFor = async (self?: string) =>
    (await parseConfig("config.yml", text, registry, self)).library.paths
      .rolePath;
  assert.deepEqual(await pathsFor("a"), ["/own", "/second"]);
  assert.deepEqual(await pathsFor(), ["/all"]);
});
