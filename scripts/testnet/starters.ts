/** How often to look whether they are still there, in milliseconds. */
const GLANCE = 250;

/**
 * Runs `work` with a signal that is aborted when `stop` is, and when a process
 * that only passes on what it is told is gone: `deno task`, and npx above it.
 * Whoever ends npx leaves what it has started behind, and nobody tells us.
 *
 * @throws whatever `work` throws
 */
export async function whileStartersLive<T>(
  stop: AbortSignal,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const starters = findStarters();
  const gone = new AbortController();
  const timer = setInterval(() => {
    if (!areThere(starters)) gone.abort();
  }, GLANCE);
  try {
    return await work(AbortSignal.any([stop, gone.signal]));
  } finally {
    clearInterval(timer);
  }
}

/**
 * The processes between the user's shell and this one, the nearest first. The
 * shell itself may end: what it runs in the background goes on.
 */
function findStarters(): number[] {
  const above = ancestors();
  const npm = above.findIndex(isNpm);
  if (npm >= 0) return above.slice(0, npm + 1);
  return above.slice(0, 1).filter((pid) => programOf(pid) === Deno.execPath());
}

/** Each is the parent of the one before it: a lost one has been replaced. */
function areThere(starters: readonly number[]): boolean {
  const above = ancestors();
  return starters.every((pid, i) => above[i] === pid);
}

/** Whether a process is the npm that runs deno, by what it has told deno. */
function isNpm(pid: number): boolean {
  const script = Deno.env.get("npm_lifecycle_script") ?? "";
  return script.includes("deno") &&
    programOf(pid) === Deno.env.get("npm_node_execpath");
}

/** The numbers of the processes above this one, the nearest first. */
function ancestors(): number[] {
  const pids: number[] = [];
  let pid = parentOf("self");
  while (pid > 0) {
    pids.push(pid);
    pid = parentOf(pid);
  }
  return pids;
}

/** A process's parent; 0: it has none, or is not there. */
function parentOf(pid: number | "self"): number {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // The second field is a name in parentheses, with whatever in it.
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(parent);
  } catch {
    return 0;
  }
}

/** The path of what a process runs, if we may know. */
function programOf(pid: number): string | undefined {
  try {
    return Deno.readLinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}
