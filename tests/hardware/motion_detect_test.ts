import assert from "node:assert/strict";
import { openGpioLine } from "kozo";
import { roleInfo } from "../../roles/motion-detect.ts";
import { roleContract } from "../contract/role.ts";
import { Network } from "../support/network.ts";
import { PATIENCE } from "../support/patience.ts";
import { Hallway } from "./hallway.ts";
import { hardwareTest, inLab } from "./hardware-test.ts";
import { SimulatedChip } from "./simulated-chip.ts";

if (inLab) {
  roleContract("motion-detect", roleInfo, {
    config: { chip: "lab", pin: 2, period: 0.01 },
    types: ["motion detection"],
  });
}

hardwareTest(
  "MotionDetect says every period whether somebody moves",
  async () => {
    await using hallway = await Hallway.make({ period: 0.05, onChange: false });
    await hallway.waitFor(() => hallway.reports.length > 2);
    assert.deepEqual(hallway.reports.slice(0, 3), [false, false, false]);
    await hallway.setLevel(true);
    await hallway.waitFor(() => hallway.reports.at(-1) === true);
    const kinds = new Set(hallway.kinds);
    assert.deepEqual([...kinds], ["event motion detection undefined"]);
  },
);

hardwareTest(
  "MotionDetect says at once that motion starts or stops",
  async () => {
    await using hallway = await Hallway.make();
    await hallway.setLevel(true);
    await hallway.waitFor(() => hallway.reports.length > 1);
    await hallway.setLevel(false);
    await hallway.waitFor(() => hallway.reports.length > 2);
    assert.deepEqual(hallway.reports, [false, true, false]);
  },
);

hardwareTest(
  "MotionDetect waits for the period when onChange is false",
  async () => {
    await using hallway = await Hallway.make({ onChange: false });
    await hallway.setLevel(true);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(hallway.reports, [false]);
  },
);

hardwareTest("MotionDetect logs changes, and nothing else", async () => {
  await using hallway = await Hallway.make({ period: 0.05 });
  await hallway.setLevel(true);
  await hallway.waitFor(() => hallway.reports.includes(true));
  await hallway.setLevel(false);
  await hallway.waitFor(() => hallway.reports.at(-1) === false);
  assert.deepEqual(hallway.logs, ["Motion detected!", "Motion stopped."]);
});

hardwareTest("MotionDetect logs nothing when log is false", async () => {
  await using hallway = await Hallway.make({ log: false });
  await hallway.setLevel(true);
  await hallway.waitFor(() => hallway.reports.includes(true));
  assert.deepEqual(hallway.logs, []);
});

hardwareTest(
  "MotionDetect takes a low level for motion when activeLow is true",
  async () => {
    await using hallway = await Hallway.make({ activeLow: true });
    assert.deepEqual(hallway.reports, [true]);
    await hallway.setLevel(true);
    await hallway.waitFor(() => hallway.reports.length > 1);
    assert.deepEqual(hallway.reports, [true, false]);
  },
);

hardwareTest(
  "MotionDetect ignores what does not last for debounce",
  async () => {
    await using hallway = await Hallway.make({ debounce: 1 });
    await hallway.setLevel(true);
    await hallway.setLevel(false);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.deepEqual(hallway.reports, [false]);
  },
);

hardwareTest(
  "a node lives on without the pin, and has it when it is free (guarantee 7)",
  async () => {
    await using chip = await SimulatedChip.plugIn("pinctrl-bcm2711");
    const lamp = openGpioLine(18, { consumer: "the lamp" });
    await using network = await Network.make({
      house: {
        roles: {
          hallway: { type: "motion-detect" },
          timer: {},
          logger: { file: "house.log" },
        },
      },
    });
    const node = network.start("house");
    await node.waitFor(
      /ERR hallway: .*Cannot use pin 18 of the GPIO chip "pinctrl-bcm2711": "the lamp" has it/,
    );
    lamp[Symbol.dispose]();
    await chip.drive(18, true);
    await node.waitFor(/INF logger: .*<hallway@house> Motion detected!$/m);
    const { length } = node.output;
    await node.waitFor("Timer sent message", { from: length });
    await chip.drive(18, false);
    await node.waitFor(/INF logger: .*<hallway@house> Motion stopped\.$/m);
    assert.equal(await node.stop(), 0, node.output);
  },
);

hardwareTest(
  "a node lives on when the chip is pulled out, and uses the next one",
  async () => {
    await using network = await Network.make({
      house: {
        roles: {
          hallway: { type: "motion-detect" },
          logger: { file: "house.log" },
        },
      },
    });
    const node = network.start("house");
    await node.waitFor(/ERR hallway: .*Cannot find the pins of a Raspberry Pi/);
    {
      await using chip = await SimulatedChip.plugIn("pinctrl-rp1");
      await chip.drive(18, true);
      await node.waitFor(/Motion detected!$/m);
    }
    await node.waitFor(/ERR hallway: .*no such device \(ENODEV\)/);
    const { length } = node.output;
    await using next = await SimulatedChip.plugIn("pinctrl-rp1");
    await next.drive(18, true);
    await node.waitFor(/Motion detected!$/m, { from: length });
    assert.equal(await node.stop(), 0, node.output);
  },
);

hardwareTest(
  "MotionDetect works in a sandbox that may load libraries",
  async () => {
    await using chip = await SimulatedChip.plugIn("pinctrl-bcm2835");
    await chip.drive(18, true);
    await using network = await Network.make({
      house: {
        roles: {
          boxed: {
            type: "motion-detect",
            permissions: { ffi: true },
            // A sandbox is slow to start on this machine.
            watchdog: PATIENCE,
          },
          logger: { file: "house.log" },
        },
      },
    });
    const node = network.start("house");
    await node.waitFor(/INF logger: .*<boxed@house> Motion detected!$/m);
    assert.equal(await node.stop(), 0, node.output);
  },
);
