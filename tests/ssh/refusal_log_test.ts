import assert from "node:assert/strict";
import { LinkError, LinkReason } from "kozo";
import { RefusalLog } from "../../core/ssh/refusal-log.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const stranger = new LinkError(LinkReason.UnknownKey, "Its key is strange");
const silent = new LinkError(LinkReason.Timeout, "It said nothing");

function setUp() {
  const lines: string[] = [];
  const environment = new VirtualEnvironment();
  const log = new RefusalLog(environment, (text) => lines.push(text));
  return { log, lines, environment };
}

Deno.test("RefusalLog says the same of one address once a minute", async () => {
  const { log, lines, environment } = setUp();
  for (let second = 0; second <= 60; second++) {
    log.add("10.0.0.9", stranger);
    await environment.advance(1);
  }
  assert.deepEqual(lines, [
    "Refused a connection from 10.0.0.9: Its key is strange",
    "Refused a connection from 10.0.0.9, and 59 more like it: Its key is " +
    "strange",
  ]);
});

Deno.test("RefusalLog tells addresses and reasons apart", () => {
  const { log, lines } = setUp();
  log.add("10.0.0.9", stranger);
  log.add("10.0.0.9", silent);
  log.add("10.0.0.8", stranger);
  log.add(undefined, stranger);
  log.add(undefined, stranger);
  assert.deepEqual(lines, [
    "Refused a connection from 10.0.0.9: Its key is strange",
    "Refused a connection from 10.0.0.9: It said nothing",
    "Refused a connection from 10.0.0.8: Its key is strange",
    "Refused a connection: Its key is strange",
  ]);
});

Deno.test("RefusalLog remembers a hundred addresses, the latest", () => {
  const { log, lines } = setUp();
  for (let i = 0; i < 101; i++) log.add(`10.0.0.${i}`, stranger);
  assert.equal(lines.length, 101);
  for (let i = 100; i > 0; i--) log.add(`10.0.0.${i}`, stranger);
  assert.equal(lines.length, 101);
  log.add("10.0.0.0", stranger);
  assert.equal(lines.length, 102);
});
