import assert from "node:assert/strict";
import fc from "fast-check";
import {
  NODE_NAME,
  ROLE_NAME,
  ROLENODE_NAME,
  TRANSPORT_NAME,
  TRANSPORTNODE_NAME,
} from "kozo";
import { fillPlaceholder, NAME_PATTERN } from "../../core/model/names.ts";

Deno.test("NAME_PATTERN accepts names that are safe in paths and addresses", () => {
  for (const name of ["a", "0", "node1", "A.b_c-d", "x".repeat(63)]) {
    assert.match(name, NAME_PATTERN);
  }
});

Deno.test("NAME_PATTERN refuses all other names", () => {
  const names = ["", ".", "..", "-a", "_a", "a/b", "a b", "ä", "a\n", "a\0"];
  for (const name of [...names, "x".repeat(64)]) {
    assert.doesNotMatch(name, NAME_PATTERN);
  }
});

Deno.test("fillPlaceholder() puts names where placeholders stand", () => {
  const fill = (value: unknown) => fillPlaceholder(value, "cuckoo", "clock");
  assert.equal(fill(NODE_NAME), "clock");
  assert.equal(fill(ROLE_NAME), "cuckoo");
  assert.equal(fill(TRANSPORT_NAME), "cuckoo");
  assert.equal(fill(ROLENODE_NAME), "cuckoo@clock");
  assert.equal(fill(TRANSPORTNODE_NAME), "cuckoo@clock");
});

Deno.test("fillPlaceholder() leaves any other value as it is", () => {
  fc.assert(fc.property(fc.anything(), (value) => {
    assert.ok(Object.is(fillPlaceholder(value, "cuckoo", "clock"), value));
  }));
  assert.equal(fillPlaceholder("NODE_NAME", "cuckoo", "clock"), "NODE_NAME");
});
