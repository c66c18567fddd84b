/**
 * Where there are no pins. With pins: tests/hardware/motion_detect_test.ts.
 *
 * @module
 */
import assert from "node:assert/strict";
import { openGpioLine } from "kozo";
import { ROOT } from "../../scripts/support/root.ts";
import { Network } from "../support/network.ts";
import { runKozo } from "../support/run-kozo.ts";
import { withFolder } from "../scripts/temporary-folder.ts";

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

Deno.test("a node without pins says so, tries again and lives on (guarantee 7)", async () => {
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
  const failure =
    /ERR hallway: The role failed: Cannot find the GPIO chip "no-such-chip": .*; it starts again in [\d.]+ s$/m;
  await node.waitFor(failure);
  const { length } = node.output;
  await node.waitFor(failure, { from: length });
  await node.waitFor("Timer sent message", { from: length });
  assert.doesNotMatch(node.output, /^\s+at /m);
  assert.equal(await node.stop(), 0, node.output);
});

Deno.test("kozo test-module says of the role that this machine has no such chip", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/hallway.ts`;
    await Deno.copyFile(`${ROOT}/roles/motion-detect.ts`, file);
    const option = "chip=no-such-chip";
    const args = ["test-module", file, "--option", option];
    const { code, stdout } = await runKozo(folder, args);
    assert.match(
      stdout,
      /^FAILED .*\n {8}KozoError: Cannot find the GPIO chip "no-such-chip": /m,
    );
    assert.equal(code, 6);
  });
});
