import assert from "node:assert/strict";
import { type ConnectPolicy, Node } from "kozo";
import { ExitCode } from "../../core/cli/exit-codes.ts";
import { DEFAULT_SETTINGS } from "../../core/config/settings.ts";
import { policyBetween } from "../../core/link/policy.ts";
import { strftime } from "../../core/strftime.ts";
import { codeSpans, readDocument, section, tableRows } from "./markdown.ts";

const readme = await readDocument("README.md");
const modules = await readDocument("docs/modules.md");

/** What the table calls the policies. */
const WORDS: Readonly<Record<ConnectPolicy, string>> = {
  constant: "kept at all times",
  ondemand: "made for a message",
  never: "none",
};
const POLICIES: readonly ConnectPolicy[] = ["constant", "ondemand", "never"];

function node(
  selfToOthersConnectPolicy: ConnectPolicy,
  othersToSelfConnectPolicy: ConnectPolicy,
): Node {
  return new Node({
    name: "alice",
    isSelf: false,
    publicKey: "ssh-ed25519 AAAA",
    settings: DEFAULT_SETTINGS,
    selfToOthersConnectPolicy,
    othersToSelfConnectPolicy,
  });
}

Deno.test("README.md says of all nine pairs of policies what policyBetween() says", () => {
  const cells = tableRows(section(readme, "Connection policies"))
    .map((row) => Object.values(row));
  const expected = POLICIES.map((own) => [
    `\`${own}\``,
    ...POLICIES.map((theirs) =>
      WORDS[policyBetween(node(own, "never"), node("never", theirs))]
    ),
  ]);
  assert.deepEqual(cells, expected);
});

Deno.test("README.md has every exit code", () => {
  const codes = tableRows(section(readme, "Running a node"))
    .flatMap((row) => row["Exit code"] ?? []);
  assert.deepEqual(codes.map(Number), Object.values(ExitCode));
});

Deno.test("modules.md gives directives that strftime() knows", () => {
  const directives = tableRows(section(modules, "strftime"))
    .flatMap((row) => codeSpans(row.Directive ?? ""));
  assert.ok(directives.length > 0);
  const unknown = directives.filter((one) => strftime(one, 0) === one);
  assert.deepEqual(unknown, []);
});
