import assert from "node:assert/strict";
import { ConfigError } from "kozo";
import { parse } from "yaml";
import { parseConfig } from "../../core/config/load.ts";
import { NODE_BLOCK } from "../../core/config/node-block.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { makeJudge } from "../config/schema-judge.ts";
import { filesOf, writeFiles } from "./guide.ts";
import { codeBlocks, documents, readDocument } from "./markdown.ts";

const registry = new ModuleRegistry(builtInRoles, builtInTransports);

/** The modules that a document shows, besides those of Kōzō. */
function modulesIn(folder: string): ModuleRegistry {
  return new ModuleRegistry(builtInRoles, builtInTransports, {
    rolePath: [`${folder}/my-roles`],
    transportPath: [`${folder}/my-transports`],
    importPath: [`${folder}/my-imports`],
  });
}

const NODE = `system:
  clock:
    privateKey: clock.key
    publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO4cA3zO6yMtFldXXzH7Xc9G0UVeODieglHJ6BSbVg3r
`;

/** A whole configuration, of which a block may be a node's or the root's part. */
function complete(block: string): string {
  const keys = Object.keys(parse(block));
  if (keys.includes("system")) return block;
  const isOfNode = keys.every((key) => Object.hasOwn(NODE_BLOCK, key));
  return isOfNode ? NODE + block.replace(/^/gm, "    ") : NODE + block;
}

for (const document of await documents()) {
  const blocks = codeBlocks(document).filter((b) => b.language === "yaml");
  for (const [index, { text }] of blocks.entries()) {
    const name = `${document.path}: its YAML no. ${
      index + 1
    } is a configuration, for its schema too`;
    // Once it has loaded a module, the runtime's own loop for that never ends.
    const sanitizeOps = filesOf(document).length === 0;
    Deno.test(name, { sanitizeOps }, async () => {
      await withFolder(async (folder) => {
        await writeFiles(document, folder);
        const config = await parseConfig(
          `${folder}/config.yml`,
          complete(text),
          modulesIn(folder),
        );
        assert.ok(config.nodes.size > 0);
        const judge = await makeJudge(config.library);
        assert.deepEqual(judge(complete(text)), []);
      });
    });
  }
}

Deno.test("configuration.md shows errors as they are", async () => {
  const document = await readDocument("docs/configuration.md");
  const [excerpt] = codeBlocks(document);
  const config = NODE +
    `    roles:
      timer1:
        type: timr
        tick: 60
    transports:
      tcp:
        address: clock.local
heartbeat: soon
`;
  await assert.rejects(
    parseConfig("config.yml", config, registry),
    (error: Error) => {
      assert.ok(error instanceof ConfigError);
      assert.equal(`${error.message}\n`, excerpt?.text);
      return true;
    },
  );
});
