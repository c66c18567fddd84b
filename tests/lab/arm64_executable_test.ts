import assert from "node:assert/strict";
import { TARGETS } from "../../scripts/compile/targets.ts";
import type { VirtualMachine } from "../../scripts/lab/virtual-machine.ts";
import { wholeLines } from "../../scripts/support/lines.ts";
import { NetworkFolder } from "../../scripts/testnet/network-folder.ts";
import { Template } from "../../scripts/testnet/template.ts";
import { withExecutable } from "../compile/executables.ts";
import { labTest } from "./lab-test.ts";

const ARM64 = TARGETS.find(({ machine }) => machine === "aarch64");

/** The label of the chip that the virtual machine has. */
const CHIP = "9030000.pl061";

const NETWORK = `system:
  house:
    privateKey: keys/house
    publicKey: <public key of house>
    roles:
      hallway: { type: motion-detect, chip: ${CHIP}, pin: 4 }
      logger: { file: house.log }
    transports:
      tcp: { address: 127.0.0.1, bindAddress: 127.0.0.1, port: <free port> }
`;

/** Waits for lines that a machine prints. */
class Reader {
  readonly #lines: AsyncGenerator<string>;
  readonly #seen: string[] = [];

  constructor(machine: VirtualMachine) {
    this.#lines = wholeLines(machine.stderr);
  }

  async waitFor(wanted: RegExp): Promise<void> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      assert.ok(!done, `No ${wanted} in:\n${this.#seen.join("\n")}`);
      this.#seen.push(value);
      if (wanted.test(value)) return;
    }
  }
}

await labTest(
  "arm64",
  "The executable for arm64 detects motion on a pin of such a machine",
  async ({ start }) => {
    assert.ok(ARM64 !== undefined);
    await withExecutable(
      async ({ folder, file }) => {
        const network = await NetworkFolder.make(
          `${folder}/network`,
          new Template(NETWORK),
        );
        await using machine = await start({
          command: [file, "run", network.config, "house"],
          folder,
          mounts: [{ folder, isShared: false }],
          environment: { KOZO_CACHE: "/root/kozo" },
        });
        const lines = new Reader(machine);
        await lines.waitFor(/INF node: "house" is running$/);
        using pins = await machine.openPins();
        await pins.drive(4, true);
        await lines.waitFor(/INF logger: .*<hallway@house> Motion detected!$/);
        await pins.drive(4, false);
        await lines.waitFor(/INF logger: .*<hallway@house> Motion stopped\.$/);
      },
      undefined,
      ARM64,
    );
  },
);
