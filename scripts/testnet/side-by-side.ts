import { aborted, atMost } from "../support/waiting.ts";
import type { NodeCommand } from "./node-command.ts";
import { NodeProcess } from "./node-process.ts";
import { linePrefixes, type LineWriter } from "./output.ts";

/** For how long the nodes' last words may wait for a slow reader, in ms. */
const LAST_WORDS = 300;

/** How a network came to its end. */
export type Ending = "stopped" | "died";

/**
 * Runs the nodes as processes and shows what they print, line by line, each
 * line behind the name of its node. None of them is left when it returns.
 *
 * @param coloured whether the names have colours
 * @param stop ends it; so does an output that nobody reads any more
 * @returns "died" when all nodes have ended by themselves
 */
export async function runSideBySide(
  commands: readonly NodeCommand[],
  out: LineWriter,
  coloured: boolean,
  stop: AbortSignal,
): Promise<Ending> {
  const unread = new AbortController();
  const end = AbortSignal.any([stop, unread.signal]);
  const prefixes = linePrefixes(commands.map(({ node }) => node), coloured);
  const show = (node: string, line: string) =>
    out.write(`${prefixes.get(node)} ${line}`).catch(() => unread.abort());

  const nodes = commands.map((command) => new NodeProcess(command));
  const shown = nodes.map((process) =>
    process.forwardLines((line) => show(process.node, line))
  );
  const deaths = nodes.map(async ({ node, ended }) => {
    const status = await ended;
    if (!end.aborted) await show(node, `ended by itself: ${howOf(status)}`);
  });
  try {
    return await Promise.race([
      aborted(end).then(() => "stopped" as const),
      Promise.all(deaths).then(() => "died" as const),
    ]);
  } finally {
    await Promise.all(nodes.map((process) => process.stop()));
    await atMost(LAST_WORDS, Promise.all(shown));
  }
}

function howOf({ code, signal }: Deno.CommandStatus): string {
  return signal === null ? `exit code ${code}` : signal;
}
