import assert from "node:assert/strict";
import { Inbox } from "../../core/runtime/inbox.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";
import { logMessage } from "./supervised.ts";

function setUp(limits = { length: 10, size: 1000 }) {
  const environment = new VirtualEnvironment();
  const life = new AbortController();
  const inbox = new Inbox(limits, environment, life.signal);
  return { environment, life, inbox };
}

Deno.test("Inbox gives the oldest message first, at once if it has one", async () => {
  const { inbox, environment } = setUp();
  const [one, two] = [logMessage("one"), logMessage("two")];
  inbox.push(one);
  inbox.push(two);
  assert.equal(inbox.length, 2);
  assert.equal(await inbox.take(5), one);
  assert.equal(await inbox.take(0), two);
  assert.equal(await inbox.take(0), undefined);
  assert.equal(await inbox.take(-1), undefined);
  assert.equal(environment.pending, 0);
});

Deno.test("Inbox drops the oldest messages, by number and by bytes", async () => {
  const { inbox } = setUp({ length: 2, size: 10 });
  assert.equal(inbox.push(logMessage("one")), 0);
  assert.equal(inbox.push(logMessage("two")), 0);
  assert.equal(inbox.push(logMessage("three")), 1);
  assert.equal(inbox.push(logMessage("far too long for it")), 2);
  const message = await inbox.take(0);
  assert.equal(message?.size, 19);
});

Deno.test("Inbox.take() waits for a message", async () => {
  const { inbox, environment } = setUp();
  const taking = inbox.take(5);
  await environment.advance(4.9);
  const message = logMessage("at last");
  inbox.push(message);
  assert.equal(await taking, message);
});

Deno.test("Inbox has one timer, however many messages come, and none after the end", async () => {
  const { inbox, environment, life } = setUp();
  for (let i = 0; i < 100; i++) {
    const taking = inbox.take(5);
    await environment.advance(0.1);
    inbox.push(logMessage("again"));
    assert.equal((await taking)?.size, 5);
    assert.equal(environment.pending, 1);
  }
  life.abort();
  assert.equal(environment.pending, 0);
});

Deno.test("Inbox.take() waits as long as it was told, whoever else waits", async () => {
  const { inbox, environment } = setUp();
  const ended: number[] = [];
  const take = async (seconds: number) => {
    await inbox.take(seconds);
    ended.push(environment.monotonic());
  };
  const takes = [take(3), take(1), take(5), take(2)];
  await environment.advance(0.5);
  inbox.push(logMessage("for the first"));
  await environment.settle();
  takes.push(take(2));
  await environment.advance(10);
  await Promise.all(takes);
  assert.deepEqual(ended, [0.5, 1, 2, 2.5, 5]);
  assert.equal(environment.pending, 0);
});

Deno.test("Inbox.take() gives nothing when none came in time", async () => {
  const { inbox, environment } = setUp();
  const taking = inbox.take(5);
  await environment.advance(5);
  assert.equal(await taking, undefined);
  const message = logMessage("late");
  inbox.push(message);
  assert.equal(await inbox.take(5), message);
});

Deno.test("Inbox.take() gives nothing when it is aborted meanwhile, and then throws", async () => {
  const { inbox, environment, life } = setUp();
  const reason = new Error("enough");
  const taking = inbox.take(5);
  life.abort(reason);
  assert.equal(await taking, undefined);
  await assert.rejects(inbox.take(5), reason);
  assert.equal(await inbox.take(0), undefined);
  const message = logMessage("rest");
  inbox.push(message);
  assert.equal(await inbox.take(5), message);
  assert.equal(environment.pending, 0);
});

Deno.test("Inbox gives each message to one of those who wait, in turn", async () => {
  const { inbox, environment } = setUp();
  const takes = [1, 2, 3].map(() => inbox.take(5));
  const [one, two] = [logMessage("one"), logMessage("two")];
  inbox.push(one);
  await environment.advance(1);
  inbox.push(two);
  await environment.advance(5);
  assert.deepEqual(await Promise.all(takes), [one, two, undefined]);
});
