import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { Event, strftime } from "kozo";
import { roleInfo } from "../../roles/logger.ts";
import { roleContract } from "../contract/role.ts";
import {
  buildLogger,
  linesOf,
  log,
  logAll,
  logTest,
} from "./logger/setting.ts";

roleContract("logger", roleInfo, {
  config: (folder) => ({ file: join(folder, "kozo.log"), nodeRestrict: ["*"] }),
});

logTest("makes the folder and says that the log has started", async (file) => {
  const { host } = await logAll({ file, timePrefix: "%Y " });
  assert.match(Deno.readTextFileSync(file), /^\d{4} Log started\.\n$/);
  assert.deepEqual(host.texts("warning"), []);
});

logTest("writes and prints who said what when", async (file) => {
  const timePrefix = "[%Y-%m-%d %H:%M:%S] ";
  const { host } = await logAll({ file, timePrefix }, log("Hello", 86400));
  const expected = `${strftime(timePrefix, 86400)}<timer1@node1> Hello`;
  assert.deepEqual(linesOf(file), [expected]);
  assert.deepEqual(host.texts("info"), [expected]);
});

logTest("keeps one message on one line, whatever it says", async (file) => {
  await logAll({ file }, log("a\nLog started.\r\u001b[2J\u0085é"));
  assert.deepEqual(linesOf(file), [
    "[7] <timer1@node1> a\\nLog started.\\r\\u001b[2J\\u0085é",
  ]);
});

logTest("survives a timestamp that is no time", async (file) => {
  await logAll({ file }, log("Hello", 1e300));
  assert.deepEqual(linesOf(file), ["[?] <timer1@node1> Hello"]);
});

logTest("listens to the nodes that it is told", (file) => {
  const { logger } = buildLogger({ file, nodeRestrict: ["node1", "node2"] });
  const answers = ["node1", "node2", "node3", "node"]
    .map((node) => logger.isInterestedIn(log("Hello", 0, node)));
  assert.deepEqual(answers, [true, true, false, false]);
  return Promise.resolve();
});

logTest('listens to log messages of all nodes with "*"', (file) => {
  const { logger } = buildLogger({ file, nodeRestrict: ["*"] });
  const origin = { sender: "node3", senderRole: "a", timestamp: 0 };
  const event = new Event(origin, "tick", undefined, new Uint8Array([0xc0]));
  assert.equal(logger.isInterestedIn(log("Hello", 0, "node3")), true);
  assert.equal(logger.isInterestedIn(event), false);
  return Promise.resolve();
});

logTest("appends to the log of an earlier run", async (file) => {
  await logAll({ file }, log("old"));
  await logAll({ file }, log("new"));
  assert.deepEqual(linesOf(file), [
    "[7] <timer1@node1> old",
    "[7] <timer1@node1> new",
  ]);
});

logTest("ends the half line that a power cut left", async (file) => {
  Deno.mkdirSync(dirname(file));
  Deno.writeTextFileSync(file, "whole\nhal");
  await logAll({ file }, log("new"));
  assert.deepEqual(linesOf(file), ["whole", "hal", "[7] <timer1@node1> new"]);
});

logTest("clears the log of an earlier run", async (file) => {
  await logAll({ file }, log("old"));
  await logAll({ file, clearLog: true }, log("new"));
  assert.deepEqual(linesOf(file), ["[7] <timer1@node1> new"]);
});

logTest(
  "keeps the log when it is started anew after a failure",
  async (file) => {
    const config = { file, clearLog: true };
    const first = buildLogger(config);
    await first.logger.localInit();
    first.logger.node.roles.set("logger", first.logger);
    first.host.push(log("1"));
    await first.logger.localStop();
    const second = buildLogger(config, first.logger.node);
    await second.logger.localInit();
    second.host.push(log("2"));
    await second.logger.localStop();
    assert.deepEqual(linesOf(file), [
      "[7] <timer1@node1> 1",
      "[7] <timer1@node1> 2",
    ]);
  },
);

logTest("lets lines wait, but for a second only", async (file) => {
  const { host, logger } = buildLogger({ file });
  await logger.localInit();
  const before = performance.now();
  host.push(log("Hello"));
  await logger.run();
  assert.deepEqual(linesOf(file), [], "written at once");
  await logger.run();
  const waited = (performance.now() - before) / 1000;
  assert.deepEqual(linesOf(file), ["[7] <timer1@node1> Hello"]);
  assert.ok(waited > 0.5 && waited < 10, `waited for ${waited} s`);
  await logger.localStop();
});

logTest("flushes after flushEvery lines", async (file) => {
  const { host, logger } = buildLogger({ file, flushEvery: 3 });
  await logger.localInit();
  host.push(log("1"), log("2"), log("3"));
  await logger.run();
  await logger.run();
  assert.equal(linesOf(file).length, 0);
  await logger.run();
  assert.equal(linesOf(file).length, 3);
  await logger.localStop();
});

logTest("flushes at the latest after 64 KiB", async (file) => {
  const { host, logger } = buildLogger({ file });
  await logger.localInit();
  host.push(log("x".repeat(65536)));
  await logger.run();
  assert.equal(linesOf(file).length, 1);
  await logger.localStop();
});
