import assert from "node:assert/strict";
import { ROLE_BLOCK, TRANSPORT_BLOCK } from "../../core/config/module-block.ts";
import { NODE_BLOCK } from "../../core/config/node-block.ts";
import { PERMISSIONS_BLOCK } from "../../core/config/permissions-block.ts";
import type { OptionSpec, OptionTable } from "../../core/config/option-spec.ts";
import { ROOT_BLOCK } from "../../core/config/system-block.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";
import {
  codeSpans,
  type Document,
  readDocument,
  section,
  tableRows,
} from "./markdown.ts";
import { optionRows } from "./option-rows.ts";

const configuration = await readDocument("docs/configuration.md");
const modules = await readDocument("docs/modules.md");

function assertDocumented(document: Document, table: OptionTable): void {
  const rows = tableRows(document).filter((row) => row.Option !== undefined);
  assert.deepEqual(
    rows.map(({ Option, Takes, Default }) => ({ Option, Takes, Default })),
    optionRows(table),
  );
  assert.deepEqual(rows.filter((row) => row.Meaning === ""), []);
  const spans = new Set(codeSpans(document.text));
  for (const { type, choices } of Object.values<OptionSpec>(table)) {
    // The others stand in the column "Takes".
    if (type !== "list") continue;
    assert.deepEqual(choices?.filter((choice) => !spans.has(choice)) ?? [], []);
  }
}

Deno.test("configuration.md has the options of the root with their defaults", () => {
  assertDocumented(section(configuration, "Root"), ROOT_BLOCK);
});

Deno.test("configuration.md has the options of nodes with their defaults", () => {
  assertDocumented(section(configuration, "Node"), NODE_BLOCK);
});

Deno.test("configuration.md has the options of roles with their defaults", () => {
  assertDocumented(section(configuration, "Role"), ROLE_BLOCK);
});

Deno.test("configuration.md has the options of transports with their defaults", () => {
  assertDocumented(section(configuration, "Transport"), TRANSPORT_BLOCK);
});

Deno.test("sandbox.md has all permissions with their defaults", async () => {
  const sandbox = await readDocument("docs/sandbox.md");
  assertDocumented(sandbox, PERMISSIONS_BLOCK);
});

for (const [type, role] of Object.entries(builtInRoles)) {
  Deno.test(`modules.md has the options of the role ${type} with their defaults`, async () => {
    assertDocumented(section(modules, type), (await role.load()).config);
  });
}

for (const [type, transport] of Object.entries(builtInTransports)) {
  Deno.test(`modules.md has the options of the transport ${type} with their defaults`, async () => {
    assertDocumented(section(modules, type), (await transport.load()).config);
  });
}
