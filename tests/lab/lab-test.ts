import {
  type Architecture,
  findImage,
  type Image,
  whyNoImage,
} from "../../scripts/lab/image.ts";
import {
  BARE_MACHINE,
  type MachineOptions,
} from "../../scripts/lab/machine-options.ts";
import { VirtualMachine } from "../../scripts/lab/virtual-machine.ts";

/** Ends nothing by itself: each machine has its time limit. */
const never = new AbortController().signal;

/** What a test in the lab has. */
export interface Lab {
  readonly image: Image;
  /** Switches a machine on that has nothing but these. */
  start(options: Partial<MachineOptions>): Promise<VirtualMachine>;
}

/** Registers a test with virtual machines; it says why it cannot be run. */
export async function labTest(
  architecture: Architecture,
  name: string,
  fn: (lab: Lab) => Promise<void>,
): Promise<void> {
  const complaint = await whyNoImage(architecture);
  const reason = complaint === undefined ? "" : ` (skipped: ${complaint})`;
  Deno.test({
    name: name + reason,
    ignore: complaint !== undefined,
    fn: async () => {
      const image = await findImage(architecture, () => {}, never);
      const start = (options: Partial<MachineOptions>) =>
        VirtualMachine.start(image, { ...BARE_MACHINE, ...options }, never);
      await fn({ image, start });
    },
  });
}

/** All that a machine prints, and its exit status. */
export async function resultOf(machine: VirtualMachine) {
  const [stdout, stderr, { status }] = await Promise.all([
    new Response(machine.stdout).text(),
    new Response(machine.stderr).text(),
    machine.end(),
  ]);
  return { stdout, stderr, status };
}
