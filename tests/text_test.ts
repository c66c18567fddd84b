import assert from "node:assert/strict";
import fc from "fast-check";
import { joinText, messageOf, printable } from "../core/text.ts";

Deno.test("printable() escapes control characters", () => {
  assert.equal(printable("a\nb\rc\td"), "a\\nb\\rc\\td");
  assert.equal(printable("\u001b[31m\u0000"), "\\u001b[31m\\u0000");
  assert.equal(printable("\u0085\u2028\u2029"), "\\u0085\\u2028\\u2029");
  assert.equal(printable("Kōzō ☂ {x} \\n"), "Kōzō ☂ {x} \\n");
});

Deno.test("printable() makes one line of any text, and leaves that as it is", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const once = printable(text);
    assert.doesNotMatch(once, /[\p{Cc}\u2028\u2029]/u);
    assert.equal(printable(once), once);
  }));
});

Deno.test("joinText() leaves strings alone and shows anything else", () => {
  assert.equal(
    joinText(["got", 1, true, null, undefined, 2n, "", [1, "a"], { b: {} }]),
    "got 1 true null undefined 2n  [ 1, 'a' ] { b: {} }",
  );
});

Deno.test("joinText() shows circles and deep things without end", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  assert.match(joinText([circle]), /^<ref \*1> \{ self: \[Circular \*1\] \}$/);
});

Deno.test("messageOf() makes one line of whatever was thrown", () => {
  assert.equal(messageOf(new TypeError("no\nway")), "no\\nway");
  assert.equal(messageOf("just text"), "just text");
  assert.equal(messageOf(undefined), "undefined");
  assert.equal(messageOf({ reason: 1 }), "{ reason: 1 }");
});

Deno.test("messageOf() says something of anything that can be thrown", () => {
  fc.assert(fc.property(fc.anything(), (thrown) => {
    assert.equal(typeof messageOf(thrown), "string");
  }));
  const bare = Object.create(null);
  assert.match(messageOf(bare), /null prototype/);
});
