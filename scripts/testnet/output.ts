/** Cyan, yellow, magenta, green, blue, red: as a terminal is told. */
const COLOURS = [36, 33, 35, 32, 34, 31];

/**
 * What stands before each line of a node: its name, padded to the longest.
 *
 * @param coloured whether each node has a colour, its own as long as they last
 */
export function linePrefixes(
  nodes: readonly string[],
  coloured: boolean,
): Map<string, string> {
  const width = Math.max(0, ...nodes.map((node) => node.length));
  return new Map(nodes.map((node, index) => {
    const prefix = `${node.padEnd(width)} |`;
    const colour = COLOURS[index % COLOURS.length];
    if (!coloured || colour === undefined) return [node, prefix];
    return [node, `\x1b[${colour}m${prefix}\x1b[39m`];
  }));
}

/** Writes lines one after the other, however many write at a time. */
export class LineWriter {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #encoder: TextEncoder = new TextEncoder();

  constructor(stream: WritableStream<Uint8Array>) {
    this.#writer = stream.getWriter();
  }

  /**
   * Writes a line, and returns once the stream has taken it.
   *
   * @throws whatever the stream throws, such as `BrokenPipe`
   */
  async write(line: string): Promise<void> {
    await this.#writer.write(this.#encoder.encode(`${line}\n`));
  }
}
