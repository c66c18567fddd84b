import process from "node:process";
import { realEnvironment, sleep } from "../environment.ts";

/** Seconds that things may take to close after a check has ended. */
const GRACE = 2;

/** Seconds between two looks. */
const GLANCE = 0.02;

/** Files that the runtime itself opens when it likes. */
const OWN_FILES = /^\/(dev|proc|sys)\/|_cache_v\d+(-shm|-wal)?$/;

/** What is there at run time, but not in the runtime's types. */
const untyped = process as unknown as { getActiveResourcesInfo(): string[] };

/** Things that are open, by what they are: how many of each. */
type OpenThings = ReadonlyMap<string, number>;

/**
 * Looks at what is open now: timers that keep the program alive, sockets, files
 * and child processes.
 *
 * @param grace seconds that things may take to close
 * @returns a function that waits until no more is open than now, and throws
 * when something stays: it says what
 */
export function watchOpenThings(grace = GRACE): () => Promise<void> {
  const before = openThings();
  return async () => {
    const { signal } = new AbortController();
    for (let waited = 0; waited < grace; waited += GLANCE) {
      if (surplus(before).length === 0) return;
      await sleep(realEnvironment, GLANCE, signal);
    }
    const left = surplus(before);
    if (left.length > 0) throw new Error(`left open: ${left.join(", ")}`);
  };
}

function surplus(before: OpenThings): string[] {
  return [...openThings()].flatMap(([what, count]) => {
    const more = count - (before.get(what) ?? 0);
    if (more <= 0) return [];
    return more === 1 ? [what] : [`${what} (${more})`];
  });
}

function openThings(): OpenThings {
  const counts = new Map<string, number>();
  for (const what of [...timers(), ...children(), ...descriptors()]) {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return counts;
}

function timers(): string[] {
  return untyped.getActiveResourcesInfo()
    .filter((kind) => kind === "Timeout").map(() => "a timer");
}

function children(): string[] {
  const list = `/proc/${Deno.pid}/task/${Deno.pid}/children`;
  return readIfThere(list).split(" ").filter((id) => id !== "")
    .map(() => "a child process");
}

/** Sockets and files, by what the system says of this process. */
function descriptors(): string[] {
  const folder = "/proc/self/fd";
  const own = pairedSockets();
  return [...Deno.readDirSync(folder)].flatMap(({ name }) => {
    const target = linkTarget(`${folder}/${name}`);
    const [, socket] = /^socket:\[(\d+)\]$/.exec(target) ?? [];
    if (socket !== undefined) return own.has(socket) ? [] : ["a socket"];
    return target.startsWith("/") && !OWN_FILES.test(target)
      ? [`the file "${target}"`]
      : [];
  });
}

/**
 * Unix sockets without a name, by number. The runtime makes pairs of them for
 * itself; what a module makes has its other end under a name.
 */
function pairedSockets(): ReadonlySet<string> {
  const lines = readIfThere("/proc/net/unix").split("\n").slice(1);
  const columns = lines.map((line) => line.trim().split(/ +/));
  return new Set(
    columns.flatMap(([, , , , , , number, path]) =>
      number !== undefined && path === undefined ? [number] : []
    ),
  );
}

/** Where a link leads; what was closed meanwhile leads nowhere. */
function linkTarget(link: string): string {
  try {
    return Deno.readLinkSync(link);
  } catch {
    return "";
  }
}

/** Not every kernel keeps each of these lists. */
function readIfThere(file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch {
    return "";
  }
}
