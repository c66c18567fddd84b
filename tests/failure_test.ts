import assert from "node:assert/strict";
import fc from "fast-check";
import { LinkError, LinkReason } from "kozo";
import { furthest, toLinkError } from "../core/failure.ts";

function reasonOf(fields: object): LinkReason {
  return toLinkError(Object.assign(new Error("x"), fields), "It failed").reason;
}

Deno.test("toLinkError() knows what the system's error codes mean", () => {
  assert.equal(reasonOf({ code: "ENOTFOUND" }), "resolve");
  assert.equal(reasonOf({ code: "EAI_AGAIN" }), "resolve");
  assert.equal(reasonOf({ code: "ECONNREFUSED" }), "refused");
  assert.equal(reasonOf({ code: "ETIMEDOUT" }), "timeout");
  assert.equal(reasonOf({ code: "EHOSTUNREACH" }), "unreachable");
  assert.equal(reasonOf({ code: "ECONNRESET" }), "lost");
});

Deno.test("toLinkError() knows what the stages of ssh2 mean", () => {
  assert.equal(reasonOf({ level: "client-authentication" }), "key-refused");
  assert.equal(reasonOf({ level: "client-timeout" }), "timeout");
  assert.equal(reasonOf({ level: "handshake" }), "handshake");
  assert.equal(reasonOf({ level: "protocol" }), "handshake");
  assert.equal(
    reasonOf({ level: "client-socket", code: "ECONNREFUSED" }),
    "refused",
  );
});

Deno.test("toLinkError() says what was attempted, on one line", () => {
  const cause = new Error("a\nb");
  const error = toLinkError(cause, 'Cannot talk to "bob"');
  assert.equal(error.message, 'Cannot talk to "bob": a\\nb');
  assert.equal(error.cause, cause);
});

Deno.test("toLinkError() leaves a LinkError as it is", () => {
  const error = new LinkError(LinkReason.Crowded, "x");
  assert.equal(toLinkError(error, "It failed"), error);
});

Deno.test("toLinkError() makes a LinkError of anything that was thrown", () => {
  fc.assert(fc.property(fc.anything(), (thrown) => {
    assert.equal(toLinkError(thrown, "It failed").reason, "lost");
  }));
});

Deno.test("furthest() has nothing to say of no failures, and leaves a single one", () => {
  const error = new LinkError(LinkReason.Timeout, "x");
  assert.equal(furthest([]), undefined);
  assert.equal(furthest([error]), error);
});

Deno.test("furthest() tells most of all of the attempt that came furthest", () => {
  const error = furthest([
    new LinkError(LinkReason.Resolve, "no name"),
    new LinkError(LinkReason.KeyRefused, "no entry"),
    new LinkError(LinkReason.Timeout, "no answer"),
  ]);
  assert.equal(error?.reason, "key-refused");
  assert.equal(error?.message, "no entry; no answer; no name");
});

Deno.test("furthest() tells of the first of those that came as far", () => {
  const error = furthest([
    new LinkError(LinkReason.Refused, "first"),
    new LinkError(LinkReason.Refused, "second"),
  ]);
  assert.equal(error?.message, "first; second");
});
