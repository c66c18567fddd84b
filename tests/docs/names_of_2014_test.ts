import assert from "node:assert/strict";
import { PublicApi } from "./api.ts";
import { codeSpans, readDocument, tableRows } from "./markdown.ts";

/**
 * Every name in code in the documentation of 2014, section "Extending Kōzō",
 * and every name of the API of roles.
 */
const NAMES_OF_2014 = [
  // A socket-like object
  "send(self, bytes)",
  "recv(self, numBytes)",
  "settimeout(self, timeout)",
  "close(self)",
  "socket.timeout()",
  "socket.error(104, …)",
  // Subclassing AuthenticatedTransport
  "AuthenticatedTransport",
  "acceptUnauthenticatedConnection(self)",
  "getUnauthenticatedConnectAddresses(self, otherTransport)",
  "getUnauthenticatedSocket(self, otherTransport, addressIndex, address)",
  "init(self)",
  "localInit(self)",
  "bind(self)",
  "getPriority(self)",
  "Transport.Priority_WORST",
  "Transport.Priority_BAD",
  "Transport.Priority_MEH",
  "Transport.Priority_GOOD",
  "Transport.Priority_BEST",
  "canAccept(self)",
  "canConnect(self, otherTransport)",
  "getNode(self)",
  "isSelf(self)",
  "self['key']",
  // Subclassing Transport directly
  "Transport",
  "Channel",
  "__init__(self, *args, **kwargs)",
  "Channel(fromNode, toNode)",
  "receive(self, bytes, timeout)",
  "getFromNode(self)",
  "getToNode(self)",
  "isAlive(self)",
  "accept(self)",
  "connect(self, otherTransport)",
  // Adding Transport metadata, and using it
  ...["transportInfo", "format", "class", "author", "version"],
  ...["description", "config", "default"],
  ...["src/kozo/transports", "KOZOTRANSPORTPATH", "transportPath"],
  ...["KOZOROLEPATH", "rolePath", "KOZOIMPORTPATH", "importPath"],
  // Roles
  ...["roleInfo", "init()", "localInit()", "run()", "isInterestedIn(message)"],
  ...["getRateControl()", "getMessageRateControlOverride()"],
  ...["getMessage(timeout)", "messageQueueLength", "messageQueueSize"],
  "sendEvent(type, channel, data)",
  "sendOrder(type, channel, data)",
  ...["sendLog(…)", "info(…)", "warn(…)", "error(…)", "sleep(seconds)"],
  ...["getStorage()", "setStorage(value)"],
  ...["NODE_NAME", "ROLE_NAME", "ROLENODE_NAME"],
  ...["TRANSPORT_NAME", "TRANSPORTNODE_NAME"],
];

const rows = tableRows(await readDocument("docs/2014.md"));

/** Of a cell only what begins like a name of our API, such as `Role.run()`. */
function references(cell: string): string[] {
  return codeSpans(cell).filter((code) =>
    /^[A-Z][A-Za-z_]*(?:\.\w+(?:\(\))?)?$/.test(code)
  );
}

Deno.test("2014.md has every name of 2014", () => {
  const names = new Set(rows.flatMap((row) => codeSpans(row["2014"] ?? "")));
  const missing = NAMES_OF_2014.filter((name) => !names.has(name));
  assert.deepEqual(missing, []);
});

Deno.test("2014.md says of every name of 2014 what it is today", () => {
  const unanswered = rows
    .filter((row) => codeSpans(row["2014"] ?? "").length > 0)
    .filter((row) => row.Today === "" && row["What changed"] === "");
  assert.deepEqual(unanswered, []);
});

Deno.test("2014.md names as today's only what core/mod.ts exports", async () => {
  const api = await PublicApi.read();
  const names = rows.flatMap((row) => codeSpans(row.Today ?? ""));
  assert.ok(names.length > NAMES_OF_2014.length / 2);
  assert.deepEqual(names.filter((name) => !api.has(name)), []);
});

Deno.test("2014.md explains changes with names that core/mod.ts exports", async () => {
  const api = await PublicApi.read();
  const foreign = ["AbortSignal", "Socket", "None"];
  const unknown = rows.flatMap((row) => references(row["What changed"] ?? ""))
    .filter((name) => !api.has(name) && !foreign.includes(name));
  assert.deepEqual(unknown, []);
});
