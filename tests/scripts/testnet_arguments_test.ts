import assert from "node:assert/strict";
import { UsageError } from "../../core/errors.ts";
import { parseTestnetArguments } from "../../scripts/testnet/arguments.ts";

const KNOWN = ["localnet", "onionnet"];

function parse(...args: string[]) {
  return parseTestnetArguments(args, KNOWN, "/home/somebody");
}

Deno.test("parseTestnetArguments() starts the localnet unless told otherwise", () => {
  const usual = {
    network: "localnet",
    seconds: undefined,
    keep: undefined,
    tmux: false,
    tor: undefined,
  };
  assert.deepEqual(parse(), usual);
  assert.deepEqual(parse("onionnet"), { ...usual, network: "onionnet" });
});

Deno.test("parseTestnetArguments() reads every option", () => {
  assert.deepEqual(parse("--seconds", "2.5", "--keep", "net", "--tmux"), {
    network: "localnet",
    seconds: 2.5,
    keep: "/home/somebody/net",
    tmux: true,
    tor: undefined,
  });
});

Deno.test("parseTestnetArguments() reads which Tor to use", () => {
  const socks = "127.0.0.1:9050";
  assert.deepEqual(parse("--tor-socks", socks)?.tor, {
    socks,
    control: "127.0.0.1:9051",
  });
  const control = "/run/tor/control";
  assert.deepEqual(
    parse("--tor-socks", socks, "--tor-control", control)?.tor,
    { socks, control },
  );
});

Deno.test("parseTestnetArguments() says in one line what there is", () => {
  const cases: [string[], RegExp][] = [
    [["offnet"], /"offnet": .* there is localnet, onionnet$/],
    [["--bogus"], /unknown option "--bogus"; expected \[network\] .*--tmux/],
    [["--second", "3"], /Did you mean --seconds\?/],
    [["localnet", "onionnet"], /too many arguments/],
    [["--seconds"], /argument missing/],
    [["--keep"], /argument missing/],
    [["--tor-socks", "9050"], /"--tor-socks" is "9050", expected a host and/],
    [["--tor-control", "127.0.0.1:9051"], /"--tor-control" alone: say by "--/],
  ];
  for (const [args, expected] of cases) {
    assert.throws(() => parse(...args), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, expected);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  }
});

Deno.test("parseTestnetArguments() refuses a time that is none", () => {
  for (const text of ["x", "0", "1e3", "", "86401", "Infinity"]) {
    assert.throws(
      () => parse("--seconds", text),
      /expected a number of seconds above 0, at most 86400/,
    );
  }
});
