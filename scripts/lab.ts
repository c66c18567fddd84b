/**
 * `deno task lab [options] -- COMMAND`: runs a command in a virtual machine of
 * Debian's packages, with virtual Bluetooth radios and pins. Output and exit
 * code are the command's; 124 when its time was over.
 *
 * @module
 */
import process from "node:process";
import { type LabArguments, parseLabArguments } from "./lab/arguments.ts";
import { denoParts, withDeno } from "./lab/deno-parts.ts";
import { findImage } from "./lab/image.ts";
import { assertFolders } from "./lab/mounts.ts";
import { VirtualMachine } from "./lab/virtual-machine.ts";
import { runScript } from "./support/main.ts";
import { userFolder } from "./support/root.ts";
import { STOPPED, withStopSignals } from "./support/stop-signals.ts";

await runScript(async () => {
  const args = parseLabArguments(Deno.args, userFolder());
  if (args === undefined) return 0;
  return await withStopSignals((stop) =>
    runInLab(args, stop).catch((error) => {
      if (!stop.aborted) throw error;
      return STOPPED;
    })
  );
});

async function runInLab(
  { architecture, options }: LabArguments,
  stop: AbortSignal,
): Promise<number> {
  await assertFolders(options.mounts);
  const say = (line: string) => process.stderr.write(`lab: ${line}\n`);
  const image = await findImage(architecture, say, stop);
  await using machine = await VirtualMachine.start(
    image,
    architecture === "amd64" ? withDeno(options, await denoParts()) : options,
    stop,
  );
  const [{ status }] = await Promise.all([
    machine.end(),
    machine.stdout.pipeTo(Deno.stdout.writable, { preventClose: true }),
    machine.stderr.pipeTo(Deno.stderr.writable, { preventClose: true }),
  ]);
  stop.throwIfAborted();
  return status;
}
