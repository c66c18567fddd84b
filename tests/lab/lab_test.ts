import assert from "node:assert/strict";
import { Air } from "../../scripts/lab/air.ts";
import { TIMED_OUT } from "../../scripts/lab/virtual-machine.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { labTest, resultOf } from "./lab-test.ts";

await labTest(
  "amd64",
  "A command in the lab has its folders, variables and pins, and gives its output and exit status",
  async ({ start }) => {
    await withFolder(async (folder) => {
      for (const name of ["shared", "it's private"]) {
        await Deno.mkdir(`${folder}/${name}`);
        await Deno.writeTextFile(`${folder}/${name}/greeting`, "hello");
      }
      await using machine = await start({
        command: [
          ...["sh", "-c"],
          `hostname; echo "$GREETING, $1"; pwd; ls "$KOZO_LAB_GPIO" | grep -c sim_
         for place in shared "it's private"; do
           cat "../$place/greeting"; echo "bye" >"../$place/greeting"
           cat "../$place/greeting"
         done
         echo "what went wrong" >&2; exit 7`,
          ...["sh", 'a "quoted" $word'],
        ],
        folder: `${folder}/shared`,
        mounts: [
          { folder: `${folder}/shared`, isShared: true },
          { folder: `${folder}/it's private`, isShared: false },
        ],
        environment: { GREETING: "Good\nmorning" },
        hostname: "garden",
        gpio: 3,
      });
      assert.deepEqual(await resultOf(machine), {
        stdout:
          `garden\nGood\nmorning, a "quoted" $word\n${folder}/shared\n3\n` +
          "hellobye\nhellobye\n",
        stderr: "what went wrong\n",
        status: 7,
      });
      const read = (name: string) => Deno.readTextFile(`${folder}/${name}`);
      assert.equal(await read("shared/greeting"), "bye\n");
      assert.equal(await read("it's private/greeting"), "hello");
    });
  },
);

await labTest(
  "amd64",
  "A machine whose time is over is switched off",
  async ({ start }) => {
    const begin = performance.now();
    await using machine = await start({
      command: ["sleep", "1000"],
      timeLimit: 2,
    });
    assert.equal((await resultOf(machine)).status, TIMED_OUT);
    const seconds = (performance.now() - begin) / 1000;
    assert.ok(seconds >= 2 && seconds < 60, `${seconds} s`);
  },
);

await labTest(
  "amd64",
  "A machine that crashes says what its kernel said",
  async ({ start }) => {
    await using machine = await start({
      command: ["sh", "-c", "echo c >/proc/sysrq-trigger"],
    });
    await assert.rejects(resultOf(machine), {
      name: "KozoError",
      message: /^The virtual machine ended before its command did:\n.*Kernel/s,
    });
  },
);

await labTest(
  "amd64",
  "A machine that QEMU refuses says why",
  async ({ start }) => {
    const begin = async () => {
      await using machine = await start({ air: "/no/such/socket" });
      await resultOf(machine);
    };
    await assert.rejects(begin, {
      name: "KozoError",
      message: /^.*machine.*:.*\/no\/such\/socket/s,
    });
  },
);

await labTest(
  "amd64",
  "Machines that are attached to one air hear one another",
  async ({ image, start }) => {
    await using air = await Air.open(image);
    await using _one = await start({
      command: ["sleep", "100"],
      hostname: "one",
      air: air.socket,
    });
    // Which of the two starts faster is the system's choice.
    await using two = await start({
      command: [
        ...["sh", "-c"],
        "for i in $(seq 30); do hcitool scan --length=2 | grep one-0 && exit; done; exit 1",
      ],
      hostname: "two",
      air: air.socket,
    });
    const { stdout, status } = await resultOf(two);
    assert.match(stdout, /^\s+(?:[\dA-F]{2}:){5}[\dA-F]{2}\s+one-0\n$/);
    assert.equal(status, 0);
  },
);
