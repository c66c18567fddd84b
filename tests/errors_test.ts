import assert from "node:assert/strict";
import { ConfigError, KozoError, LinkError, LinkReason } from "kozo";

Deno.test("ConfigError says every problem with its place", () => {
  const error = new ConfigError("home.yml", [
    { line: 3, column: 5, message: 'Found "tcpp"' },
    { line: 12, column: 1, message: 'Found "x"' },
  ]);
  assert.equal(
    error.message,
    'home.yml:3:5: Found "tcpp"\nhome.yml:12:1: Found "x"',
  );
});

Deno.test("LinkError tells its reason, and what led to it", () => {
  const cause = new Error("ECONNREFUSED");
  const error = new LinkError(LinkReason.Refused, "Nobody is there", { cause });
  assert.ok(error instanceof KozoError);
  assert.equal(error.reason, "refused");
  assert.equal(error.cause, cause);
  assert.equal(String(error), "LinkError: Nobody is there");
});
