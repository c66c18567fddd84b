/**
 * `deno task compile [--target TARGET] [--all] [--no-try] [--measure]`: makes
 * one executable of Kōzō in `dist/`, runs it, and fails when it does not work.
 *
 * @module
 */
import process from "node:process";
import {
  type CompileArguments,
  parseCompileArguments,
} from "./compile/arguments.ts";
import { build } from "./compile/build.ts";
import { findRunner } from "./compile/emulator.ts";
import { measure } from "./compile/measure.ts";
import { isHost, type Target } from "./compile/targets.ts";
import { tryOut } from "./compile/try-out.ts";
import { runScript } from "./support/main.ts";
import { STOPPED, withStopSignals } from "./support/stop-signals.ts";

await runScript(async () => {
  const args = parseCompileArguments(Deno.args);
  if (args === undefined) return 0;
  return await withStopSignals(async (stop) => {
    try {
      for (const target of args.targets) await compile(target, args, stop);
      return 0;
    } catch (error) {
      if (!stop.aborted) throw error;
      return STOPPED;
    }
  });
});

/** @param stop calls it off, and ends the nodes of the trial */
async function compile(
  target: Target,
  args: CompileArguments,
  stop: AbortSignal,
): Promise<void> {
  stop.throwIfAborted();
  const folder = await Deno.makeTempDir({ prefix: "kozo-compile-" });
  try {
    const { file, form } = await build(target, folder);
    stop.throwIfAborted();
    if (form === "self-extracting") {
      say(
        `Deno's runtime part for ${target.name} cannot be had: building the ` +
          "self-extracting form, which does the same",
      );
    }
    const runner = await findRunner(target);
    const { size } = await Deno.stat(file);
    const what = `${file} (${form}, ${(size / 1e6).toFixed(1)} MB)`;
    if (!args.tryOut) return say(`${what}: it was not run, as you asked`);
    if (runner === undefined) {
      return say(`${what}: it was not run, for that takes QEMU (qemu-user)`);
    }
    await tryOut({ file, runner }, folder, stop);
    say(`${what}: it runs`);
    if (!args.measure || !isHost(target)) return;
    await Deno.mkdir(`${folder}/measured`);
    for (const line of await measure(file, `${folder}/measured`)) say(line);
    stop.throwIfAborted();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
