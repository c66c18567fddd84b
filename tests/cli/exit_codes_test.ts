import assert from "node:assert/strict";
import {
  ConfigError,
  ConfigFileError,
  KozoError,
  LinkError,
  LinkReason,
  ModuleError,
  StartError,
  StorageError,
  UnknownNodeError,
  UsageError,
} from "kozo";
import { describeError, exitCodeOf } from "../../core/cli/exit-codes.ts";

const EXPECTED: readonly [unknown, number][] = [
  [new UsageError("x"), 1],
  [new KozoError("x"), 1],
  [new ModuleError("x"), 6],
  [new StorageError("x"), 1],
  [new LinkError(LinkReason.Lost, "x"), 1],
  [new ConfigFileError("x"), 2],
  [new ConfigError("a.yml", []), 3],
  [new UnknownNodeError("x"), 4],
  [new StartError("x"), 5],
  [new TypeError("x"), 70],
  ["just text", 70],
  [undefined, 70],
];

for (const [error, code] of EXPECTED) {
  Deno.test(`exitCodeOf() is ${code} after ${error instanceof Error ? error.name : String(error)}`, () => {
    assert.equal(exitCodeOf(error), code);
  });
}

Deno.test("describeError() says what the error says, without a stack trace", () => {
  assert.equal(
    describeError(new StartError("Cannot start", { cause: new Error("why") })),
    "kozo: Cannot start",
  );
});

Deno.test("describeError() gives the problems of a configuration as editors know them", () => {
  const problem = { line: 2, column: 3, message: "Found x" };
  assert.equal(
    describeError(new ConfigError("a.yml", [problem, problem])),
    "a.yml:2:3: Found x\na.yml:2:3: Found x",
  );
});

Deno.test("describeError() gives the stack trace of a fault of the program", () => {
  const text = describeError(new TypeError("x is not a function"));
  assert.match(
    text,
    /^kozo: this is a fault of Kōzō, please report it: TypeEr/,
  );
  assert.match(text, /exit_codes_test\.ts/);
  assert.match(describeError("text"), /please report it: text$/);
});
