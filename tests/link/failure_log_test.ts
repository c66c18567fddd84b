import assert from "node:assert/strict";
import { LinkError, LinkReason } from "kozo";
import { FailureLog } from "../../core/link/failure-log.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const refused = new LinkError(LinkReason.Refused, "nobody is there");
const timeout = new LinkError(LinkReason.Timeout, "no answer");

function setUp() {
  const lines: string[] = [];
  const environment = new VirtualEnvironment();
  const log = new FailureLog(
    environment,
    (level, text) => lines.push(`${level}: ${text}`),
  );
  return { log, lines, environment };
}

Deno.test("FailureLog warns of the first failure, and no more while it goes on", async () => {
  const { log, lines, environment } = setUp();
  for (let i = 0; i < 3; i++) {
    log.add('No link to "bob"', refused);
    await environment.advance(60);
  }
  assert.deepEqual(lines, [
    'warning: No link to "bob": refused: nobody is there',
    'debug: No link to "bob": refused: nobody is there',
    'debug: No link to "bob": refused: nobody is there',
  ]);
});

Deno.test("FailureLog warns when the reason changes", () => {
  const { log, lines } = setUp();
  log.add("No link", refused);
  log.add("No link", timeout);
  log.add("No link", timeout);
  assert.deepEqual(lines, [
    "warning: No link: refused: nobody is there",
    "warning: No link: timeout: no answer",
    "debug: No link: timeout: no answer",
  ]);
});

Deno.test("FailureLog warns once an hour, with the number of failures", async () => {
  const { log, lines, environment } = setUp();
  for (let minute = 0; minute <= 121; minute++) {
    log.add("No link", refused);
    await environment.advance(60);
  }
  assert.deepEqual(lines.filter((line) => line.startsWith("warning")), [
    "warning: No link: refused: nobody is there",
    "warning: No link (61 times): refused: nobody is there",
    "warning: No link (121 times): refused: nobody is there",
  ]);
});

Deno.test("FailureLog starts over once the peer was reached", () => {
  const { log, lines } = setUp();
  log.add("No link", refused);
  log.reset();
  log.add("No link", refused);
  assert.ok(lines.every((line) => line.startsWith("warning: No link: ")));
});
