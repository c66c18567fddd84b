import { openThings } from "../os/unix.ts";
import { eventually } from "../support/eventually.ts";

/** Whether this is the virtual machine of `deno task test:hardware`. */
export const inLab: boolean = Deno.env.get("KOZO_LAB") === "1";

/** Registers a test that needs the virtual machine; elsewhere it is ignored. */
export function hardwareTest(name: string, fn: () => void | Promise<void>) {
  Deno.test({
    name,
    ignore: !inLab,
    async fn() {
      const before = bells();
      await fn();
      // Who waits for a device has a thread, which ends a moment later.
      await eventually(() => bells() <= before, () => "A thread waits still");
    },
  });
}

/** How many eventfds this process has: that of each such thread among them. */
function bells(): number {
  return openThings().filter((name) => name.includes("eventfd")).length;
}
