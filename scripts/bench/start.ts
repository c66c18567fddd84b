import { KozoError } from "kozo";
import { wholeLines } from "../support/lines.ts";
import { ROOT } from "../support/root.ts";
import { Network } from "../../tests/support/network.ts";
import type { Plan } from "./plan.ts";
import { median } from "./statistics.ts";

/** Seconds from a process's start until it listens. */
export interface Starts {
  /** A script that imports ssh2 and does nothing else. */
  readonly bare: number;
  /** A node, from its source. */
  readonly source: number;
  /** A node, from the executable; nothing when that was not built. */
  readonly compiled: number | null;
}

/** A command that says that it listens. */
export interface Program {
  readonly path: string;
  readonly args: readonly string[];
}

/**
 * Starts one after the other in turns.
 *
 * @param executable nothing when that was not built
 */
export async function measureStarts(
  { starts }: Plan,
  executable: string | undefined,
  stop: AbortSignal,
): Promise<Starts> {
  await using network = await Network.make({ hub: {} });
  const run = ["run", "config.yml", "hub", "--control", "hub.sock"];
  const bare = script(import.meta.resolve("./bare-ssh2.ts"));
  const source = script(`${ROOT}/main.ts`, ...run);
  const programs = [bare, source];
  const compiled = { path: executable ?? "", args: run };
  if (executable !== undefined) programs.push(compiled);
  const times = new Map<Program, number[]>(programs.map((one) => [one, []]));
  for (let i = 0; i < starts; i++) {
    for (const [program, done] of times) {
      done.push(await timeToListen(program, network.folder, stop));
    }
  }
  const of = (program: Program) => median(times.get(program) ?? []);
  return {
    bare: of(bare),
    source: of(source),
    compiled: times.has(compiled) ? of(compiled) : null,
  };
}

function script(path: string, ...args: readonly string[]): Program {
  const options = ["run", "--quiet", "-A", path];
  return { path: Deno.execPath(), args: [...options, ...args] };
}

/** @throws {KozoError} when the program ends without having listened */
export async function timeToListen(
  { path, args }: Program,
  cwd: string,
  signal: AbortSignal,
): Promise<number> {
  const start = performance.now();
  const child = new Deno.Command(path, {
    args: [...args],
    cwd,
    signal,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let seconds: number | undefined;
  for await (const line of wholeLines(child.stderr)) {
    if (!/Listening/.test(line)) continue;
    seconds = (performance.now() - start) / 1000;
    child.kill("SIGKILL");
    break;
  }
  await child.status;
  signal.throwIfAborted();
  if (seconds !== undefined) return seconds;
  throw new KozoError(
    `Cannot measure how long "${[path, ...args].join(" ")}" takes to start: ` +
      "it ended before it listened",
  );
}
