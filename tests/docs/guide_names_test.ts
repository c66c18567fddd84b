import assert from "node:assert/strict";
import { PublicApi } from "./api.ts";
import {
  codeSpans,
  type Document,
  proseOf,
  readDocument,
  section,
  tableRows,
} from "./markdown.ts";

const roles = await readDocument("docs/writing-roles.md");
const transports = await readDocument("docs/writing-transports.md");

/** The names in one column of a document's tables. */
function names(document: Document, column: string): string[] {
  return tableRows(document).flatMap((row) => codeSpans(row[column] ?? ""))
    .filter((name) => name !== "constructor").sort();
}

Deno.test("writing-roles.md explains every member of Role, and no other", async () => {
  const api = await PublicApi.read();
  assert.deepEqual(names(roles, "Member"), api.membersOf("Role").sort());
});

Deno.test("writing-roles.md explains every field of the metadata, and no other", async () => {
  const api = await PublicApi.read();
  const fields = [...api.membersOf("RoleInfo"), ...api.membersOf("OptionInfo")];
  const documented = names(section(roles, "Metadata and options"), "Field");
  assert.deepEqual(documented, fields.sort());
});

Deno.test("writing-roles.md has every member of messages", async () => {
  const api = await PublicApi.read();
  const foreign = ["size", "copy", "payload"];
  const members = ["MessageOrigin", "TypedMessage", "Log"]
    .flatMap((name) => api.membersOf(name))
    .filter((name) => !foreign.includes(name));
  const documented = names(section(roles, "Receiving"), "A message has");
  assert.deepEqual(documented, [...new Set(members)].sort());
});

Deno.test("writing-transports.md explains every member that a transport or a channel has", async () => {
  const api = await PublicApi.read();
  const members = ["AuthenticatedTransport", "Channel"]
    .flatMap((name) => api.membersOf(name));
  assert.ok(members.includes("getPriority") && members.includes("send"));
  const spans = new Set(codeSpans(proseOf(transports)));
  assert.deepEqual(members.filter((name) => !spans.has(name)), []);
  const unknown = names(transports, "Member")
    .filter((name) => !members.includes(name));
  assert.deepEqual(unknown, []);
});

Deno.test("The guides name only what core/mod.ts exports", async () => {
  const api = await PublicApi.read();
  const qualified = [roles, transports]
    .flatMap((guide) => codeSpans(proseOf(guide)))
    .filter((code) => /^[A-Z]\w+\.[A-Z]\w*$/.test(code));
  assert.ok(qualified.includes("LinkReason.Refused"));
  assert.deepEqual(qualified.filter((name) => !api.has(name)), []);
});
