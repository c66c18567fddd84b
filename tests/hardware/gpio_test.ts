import assert from "node:assert/strict";
import { type GpioEdge, openGpioLine } from "kozo";
import { openThings } from "../os/unix.ts";
import { hardwareTest } from "./hardware-test.ts";
import { SimulatedChip } from "./simulated-chip.ts";

const never = new AbortController().signal;

/** Waits for some edges of a line. */
async function take(
  edges: AsyncGenerator<GpioEdge>,
  count: number,
): Promise<GpioEdge[]> {
  const taken: GpioEdge[] = [];
  while (taken.length < count) {
    const { value } = await edges.next();
    if (value === undefined) break;
    taken.push(value);
  }
  return taken;
}

hardwareTest(
  "openGpioLine() finds a chip by its label and by its path",
  async () => {
    await using chip = await SimulatedChip.plugIn("garden");
    await chip.drive(3, true);
    for (const name of ["garden", chip.path]) {
      using line = openGpioLine(3, { chip: name });
      assert.equal(line.value, true);
    }
  },
);

hardwareTest(
  "openGpioLine() finds the pins of every Raspberry Pi by itself",
  async () => {
    for (const label of ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"]) {
      await using chip = await SimulatedChip.plugIn(label);
      await chip.drive(18, true);
      using line = openGpioLine(18);
      assert.equal(line.value, true);
    }
  },
);

hardwareTest(
  "openGpioLine() says which chips there are when it does not find one",
  () => {
    assert.throws(() => openGpioLine(3, { chip: "cellar" }), {
      name: "KozoError",
      message: 'Cannot find the GPIO chip "cellar": the GPIO chips here are ' +
        '"lab", not "cellar"; set "chip"; "gpiodetect" lists them',
    });
    assert.throws(() => openGpioLine(18), {
      message:
        /^Cannot find the pins of a Raspberry Pi: .* are "lab", not "pinc/,
    });
  },
);

hardwareTest("openGpioLine() says which pins there are", () => {
  assert.throws(() => openGpioLine(99, { chip: "lab" }), {
    name: "KozoError",
    message: 'Cannot use pin 99 of the GPIO chip "lab": its pins are 0 to 7',
  });
});

hardwareTest("openGpioLine() says who has the pin already", () => {
  using _taken = openGpioLine(2, { chip: "lab", consumer: "the lamp" });
  assert.throws(() => openGpioLine(2, { chip: "lab" }), {
    name: "KozoError",
    message:
      'Cannot use pin 2 of the GPIO chip "lab": "the lamp" has it; end ' +
      "that, or take another pin",
  });
});

hardwareTest("a pin is free again when its line is disposed of", () => {
  for (let round = 0; round < 20; round++) {
    using _line = openGpioLine(2, { chip: "lab", edges: true });
  }
  assert.deepEqual(openThings().filter((name) => name.includes("gpio")), []);
});

hardwareTest(
  "a user who may not open the chip is told the group that may",
  async () => {
    await using chip = await SimulatedChip.plugIn("shed");
    await Deno.chown(chip.path, 0, 103);
    await Deno.chmod(chip.path, 0o660);
    const module = import.meta.resolve("../../core/os/gpio.ts");
    const open = `import { openGpioLine } from "${module}";
    openGpioLine(3, { chip: "${chip.path}" });`;
    const asNobody = async (gid: number) => {
      const { stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["eval", "--quiet", "--no-check", open],
        uid: 65534,
        gid,
        env: { DENO_DIR: "/tmp/nobody" },
      }).output();
      return new TextDecoder().decode(stderr);
    };
    assert.match(
      await asNobody(65534),
      /Cannot open the GPIO chip "\/dev\/gpiochip\d+": this user may not; add it to the group "gpio": run "sudo usermod -aG gpio nobody", and start/,
    );
    assert.equal(await asNobody(103), "");
  },
);

hardwareTest(
  "edges() gives each change as it comes, with the kernel's time",
  async () => {
    await using chip = await SimulatedChip.plugIn("garden");
    using line = openGpioLine(5, { chip: "garden", edges: true });
    const edges = line.edges(never);
    await chip.drive(5, true);
    const [up] = await take(edges, 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await chip.drive(5, false);
    const [down] = await take(edges, 1);
    assert.deepEqual([up?.isActive, down?.isActive], [true, false]);
    const seconds = (down?.time ?? 0) - (up?.time ?? 0);
    assert.ok(seconds >= 0.1 && seconds < 30, `${seconds} s`);
  },
);

hardwareTest(
  "edges() ends when the line is disposed of, and by its signal",
  async () => {
    const line = openGpioLine(5, { chip: "lab", edges: true });
    const ending = take(line.edges(never), 1);
    const stop = new AbortController();
    const stopping = take(line.edges(stop.signal), 1);
    stop.abort(new Error("enough"));
    await assert.rejects(stopping, { message: "enough" });
    line[Symbol.dispose]();
    assert.deepEqual(await ending, []);
  },
);

hardwareTest("edges() fails when the chip is pulled out", async () => {
  const chip = await SimulatedChip.plugIn("garden");
  using line = openGpioLine(5, { chip: "garden", edges: true });
  const failing = assert.rejects(take(line.edges(never), 1), {
    name: "OsError",
    code: "ENODEV",
  });
  await chip[Symbol.asyncDispose]();
  await failing;
});

hardwareTest("debounce drops what does not last", async () => {
  await using chip = await SimulatedChip.plugIn("garden");
  using line = openGpioLine(5, {
    chip: "garden",
    edges: true,
    debounce: 1,
  });
  const edges = line.edges(never);
  await chip.drive(5, true);
  await chip.drive(5, false);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await chip.drive(5, true);
  const [first] = await take(edges, 1);
  assert.equal(first?.isActive, true);
  const stop = AbortSignal.timeout(2000);
  await assert.rejects(take(line.edges(stop), 1), { name: "TimeoutError" });
});

hardwareTest("activeLow and bias turn a pin as they should", async () => {
  await using chip = await SimulatedChip.plugIn("garden");
  using button = openGpioLine(1, {
    chip: "garden",
    activeLow: true,
    bias: "pull-up",
  });
  assert.equal(await chip.measure(1), true);
  assert.equal(button.value, false);
  await chip.drive(1, false);
  assert.equal(button.value, true);
  using _down = openGpioLine(2, { chip: "garden", bias: "pull-down" });
  assert.equal(await chip.measure(2), false);
});

hardwareTest("an output drives its pin, from the beginning on", async () => {
  await using chip = await SimulatedChip.plugIn("garden");
  using lamp = openGpioLine(7, {
    chip: "garden",
    isOutput: true,
    value: true,
  });
  assert.equal(await chip.measure(7), true);
  lamp.value = false;
  assert.equal(await chip.measure(7), false);
  assert.equal(lamp.value, false);
});
