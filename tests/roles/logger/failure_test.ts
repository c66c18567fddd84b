import assert from "node:assert/strict";
import { dirname } from "node:path";
import { StartError } from "kozo";
import { buildLogger, linesOf, log, logTest } from "./setting.ts";

logTest("refuses to start where it cannot write", async (file) => {
  Deno.mkdirSync(dirname(file));
  Deno.writeTextFileSync(file, "");
  for (const impossible of [`${file}/kozo.log`, dirname(file)]) {
    await assert.rejects(
      async () => await buildLogger({ file: impossible }).logger.localInit(),
      (error) => {
        assert.ok(error instanceof StartError);
        assert.match(error.message, /^Cannot write the log "/);
        assert.ok(error.message.includes(`"${impossible}"`));
        assert.match(error.message, /set "file" of the role "logger"/);
        return true;
      },
    );
  }
});

/** Makes the log's path lead to a device that is always full. */
function fill(file: string): void {
  Deno.renameSync(file, `${file}.good`);
  Deno.symlinkSync("/dev/full", file);
}

function makeRoom(file: string): void {
  Deno.removeSync(file);
  Deno.renameSync(`${file}.good`, file);
}

logTest("keeps its lines while the disk is full", async (file) => {
  const { host, logger } = buildLogger({ file, flushEvery: 1 });
  await logger.localInit();
  fill(file);
  host.push(log("1"), log("2"));
  await logger.run();
  await logger.run();
  assert.equal(host.texts("warning").length, 1);
  assert.match(host.texts("warning")[0] ?? "", /cannot be written: .*space/);
  makeRoom(file);
  await logger.localStop();
  assert.equal(linesOf(file).length, 2);
  assert.match(host.texts("warning")[1] ?? "", /can be written again; 0 lines/);
});

logTest("counts the lines for which it has no memory", async (file) => {
  const { host, logger } = buildLogger({ file, flushEvery: 1 });
  await logger.localInit();
  fill(file);
  const big = "x".repeat(300_000);
  for (let i = 0; i < 10; i++) {
    host.push(log(`${i} ${big}`));
    await logger.run();
  }
  makeRoom(file);
  await logger.localStop();
  const [loss, ...kept] = linesOf(file).map((line) => line.slice(0, 60));
  assert.match(loss ?? "", /^\[\d+\] 7 lines were lost\.$/);
  assert.deepEqual(
    kept.map((line) => line.slice(0, 20)),
    [7, 8, 9].map((i) => `[7] <timer1@node1> ${i}`),
  );
  assert.match(host.texts("warning")[1] ?? "", /again; 7 lines were lost$/);
});

logTest(
  "waits for its folder to come back, and does not make it",
  async (file) => {
    const { host, logger } = buildLogger({ file, flushEvery: 1 });
    await logger.localInit();
    await Deno.remove(dirname(file), { recursive: true });
    host.push(log("1"));
    await logger.run();
    assert.match(host.texts("warning")[0] ?? "", /cannot be written/);
    assert.throws(() => Deno.statSync(dirname(file)), Deno.errors.NotFound);
    Deno.mkdirSync(dirname(file));
    await logger.localStop();
    assert.deepEqual(linesOf(file), ["[7] <timer1@node1> 1"]);
  },
);

logTest("tells at its end how much was lost", async (file) => {
  const { host, logger } = buildLogger({ file, flushEvery: 1 });
  await logger.localInit();
  fill(file);
  host.push(log("1"), log("2"));
  await logger.run();
  host.stop();
  await logger.localStop();
  assert.equal(host.texts("warning").length, 2);
  assert.match(host.texts("warning")[1] ?? "", /2 lines could not be written/);
});

logTest(
  "writes on in a new file when somebody moves the old one",
  async (file) => {
    const { host, logger } = buildLogger({ file, flushEvery: 1 });
    await logger.localInit();
    Deno.renameSync(file, `${file}.old`);
    host.push(log("1"));
    await logger.run();
    await logger.localStop();
    assert.deepEqual(linesOf(file), ["[7] <timer1@node1> 1"]);
  },
);

logTest(
  "writes on in the old file when it cannot begin a new one",
  async (file) => {
    const config = { file, rotateEvery: 3, rotateMax: 1 };
    const { host, logger } = buildLogger(config);
    await logger.localInit();
    Deno.mkdirSync(`${file}.1`);
    host.push(log("1"), log("2"), log("3"), log("4"));
    host.stop();
    await logger.localStop();
    assert.equal(linesOf(file).length, 4);
    assert.equal(host.texts("warning").length, 1);
    assert.match(
      host.texts("warning")[0] ?? "",
      /cannot be rotated: .*grows by 3/,
    );
  },
);
