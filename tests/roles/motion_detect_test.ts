/**
 * Where there are no pins. With pins: tests/hardware/motion_detect_test.ts.
 *
 * @module
 */
import assert from "node:assert/strict";
import { openGpioLine } from "kozo";
import { Network } from "../support/network.ts";

Deno.test("openGpioLine() refuses what is no GPIO chip, with the reason", () => {
  assert.throws(() => openGpioLine(18, { chip: "/dev/null" }), {
    name: "KozoError",
    message:
      'Cannot open the GPIO chip "/dev/null": it is no GPIO chip; look for ' +
      'one with "ls /dev/gpiochip*"',
  });
  assert.throws(() => openGpioLine(18, { chip: "/dev/no-such-chip" }), {
    message:
      /^Cannot open the GPIO chip "\/dev\/no-such-chip": no such file or directory \(ENOENT\)$/,
  });
  assert.throws(() => openGpioLine(18, { chip: "no such chip" }), {
    name: "KozoError",
    message: /^Cannot find the GPIO chip "no such chip": /,
  });
});

Deno.test("a node without pins says so once, however often it tries, and lives on (guarantee 7)", async () => {
  await using network = await Network.make({
    house: {
      roles: {
        hallway: { type: "motion-detect", chip: "no-such-chip" },
        timer: {},
        logger: { file: "house.log" },
      },
    },
  });
  const node = network.start("house", { args: ["--log-level", "info"] });
  const failure = /ERR hallway: Cannot find the GPIO chip "no-such-chip": .*$/m;
  await node.waitFor(failure);
  // The first tries are 1 s and 2 s apart, the timer's messages 1 s.
  let from = node.output.length;
  for (let tick = 0; tick < 4; tick++) {
    await node.waitFor("Timer sent message", { from });
    from = node.output.length;
  }
  assert.equal(node.output.split("ERR hallway").length, 2, node.output);
  assert.doesNotMatch(node.output, /^\s+at /m);
  assert.equal(await node.stop(), 0, node.output);
});
