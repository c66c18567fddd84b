import assert from "node:assert/strict";
import { join } from "node:path";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { runKozo } from "../support/run-kozo.ts";

/** Something wrong in nearly every line. */
const CONFIG = `\
system:
  clock:
    privateKey: clock
    publicKey: ${generateKeyPair().publicKey.trim()}
    rolestorge: storage
    selfToOthersConnectPolicy: always
    roles:
      timer: {tick: soon}
      cuckoo: {tiemr: timer}
      doorbell: {}
    transports:
      tcp:
        port: 6020
        port: 6021
      pigeon: {}
  scribe:
    publicKey: ssh-ed25519 AAAA
  "the attic":
    privateKey: attic
    publicKey: &key ${generateKeyPair().publicKey.trim()}
  twin:
    privateKey: twin
    publicKey: *key
heartbeat: "10"
cipher: aes256-crt
hmac: md5
conectionRetry: 3
`;

/** Where, and the words by which the user knows what to do. */
const EXPECTED: readonly [place: string, words: RegExp][] = [
  ["5:5", /Unknown option "rolestorge".* did you mean "roleStorage"\?/],
  ["6:32", /"always", expected "constant", "ondemand" or "never"/],
  ["8:21", /"tick" is the text "soon", expected a number/],
  ["9:16", /Unknown option "tiemr".* did you mean "timer"\?/],
  ["10:7", /Role "doorbell" has no "type", .*: add one of .*"timer"/],
  ["14:9", /"port" is here a second time: the first is on line 13/],
  ["15:7", /Transport "pigeon" has no "type", .*: add one of .*"tcp"/],
  ["16:3", /Missing option "privateKey" in node "scribe"/],
  ["17:16", /Cannot use the public key "ssh-ed25519 AAAA": it is damaged/],
  ["18:3", /"the attic" cannot be the name of a node: a name starts with/],
  ["21:3", /"twin" has the public key of node "the attic"/],
  ["24:12", /"heartbeat" is the text "10", expected a number.*: remove the qu/],
  ["25:9", /"aes256-crt", did you mean "aes256-ctr"\?/],
  ["26:7", /"hmac" names "md5", known: .*"hmac-sha2-256"/],
  ["27:1", /"conectionRetry".* did you mean "connectionRetry"\?/],
];

Deno.test("guarantee 10: kozo run shows everything that is wrong with a configuration at once, exit code 3", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "config.yml"), CONFIG);
    const args = ["run", "config.yml", "clock"];
    const { code, stdout, stderr } = await runKozo(folder, args);
    assert.equal(code, 3, stderr);
    assert.equal(stdout, "");
    assertLines(stderr.trimEnd().split("\n"));
    // A run that fails leaves nothing behind.
    const left = await Array.fromAsync(Deno.readDir(folder), (e) => e.name);
    assert.deepEqual(left, ["config.yml"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

function assertLines(lines: readonly string[]): void {
  const places = lines.map((line) =>
    /^config\.yml:(\d+:\d+): /.exec(line)?.[1]
  );
  assert.deepEqual(places, EXPECTED.map(([place]) => place), lines.join("\n"));
  EXPECTED.forEach(([, words], i) => assert.match(lines[i] ?? "", words));
}
