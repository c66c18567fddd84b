import assert from "node:assert/strict";
import { Inbox } from "../../core/runtime/inbox.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";
import { logMessage } from "./supervised.ts";

const never = new AbortController().signal;

function setUp(limits = { length: 10, size: 1000 }) {
  const environment = new VirtualEnvironment();
  return { environment, inbox: new Inbox(limits, environment) };
}

Deno.test("Inbox gives the oldest message first, at once if it has one", async () => {
  const { inbox, environment } = setUp();
  const [one, two] = [logMessage("one"), logMessage("two")];
  inbox.push(one);
  inbox.push(two);
  assert.equal(inbox.length, 2);
  assert.equal(await inbox.take(5, never), one);
  assert.equal(await inbox.take(0, never), two);
  assert.equal(await inbox.take(0, never), undefined);
  assert.equal(await inbox.take(-1, never), undefined);
  assert.equal(environment.pending, 0);
});

Deno.test("Inbox drops the oldest messages, by number and by bytes", async () => {
  const { inbox } = setUp({ length: 2, size: 10 });
  assert.equal(inbox.push(logMessage("one")), 0);
  assert.equal(inbox.push(logMessage("two")), 0);
  assert.equal(inbox.push(logMessage("three")), 1);
  assert.equal(inbox.push(logMessage("far too long for it")), 2);
  const message = await inbox.take(0, never);
  assert.equal(message?.size, 19);
});

Deno.test("Inbox.take() waits for a message", async () => {
  const { inbox, environment } = setUp();
  const taking = inbox.take(5, never);
  await environment.advance(4.9);
  const message = logMessage("at last");
  inbox.push(message);
  assert.equal(await taking, message);
  assert.equal(environment.pending, 0);
});

Deno.test("Inbox.take() gives nothing when none came in time", async () => {
  const { inbox, environment } = setUp();
  const taking = inbox.take(5, never);
  await environment.advance(5);
  assert.equal(await taking, undefined);
  const message = logMessage("late");
  inbox.push(message);
  assert.equal(await inbox.take(5, never), message);
});

Deno.test("Inbox.take() gives nothing when it is aborted meanwhile, and then throws", async () => {
  const { inbox, environment } = setUp();
  const abort = new AbortController();
  const reason = new Error("enough");
  const taking = inbox.take(5, abort.signal);
  abort.abort(reason);
  assert.equal(await taking, undefined);
  await assert.rejects(inbox.take(5, abort.signal), reason);
  assert.equal(await inbox.take(0, abort.signal), undefined);
  const message = logMessage("rest");
  inbox.push(message);
  assert.equal(await inbox.take(5, abort.signal), message);
  assert.equal(environment.pending, 0);
});

Deno.test("Inbox gives each message to one of those who wait, in turn", async () => {
  const { inbox, environment } = setUp();
  const takes = [1, 2, 3].map(() => inbox.take(5, never));
  const [one, two] = [logMessage("one"), logMessage("two")];
  inbox.push(one);
  await environment.advance(1);
  inbox.push(two);
  await environment.advance(5);
  assert.deepEqual(await Promise.all(takes), [one, two, undefined]);
});
