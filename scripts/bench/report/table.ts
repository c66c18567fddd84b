/** A table, whose cells are text already. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns from the left that are words; the others are numbers. */
  readonly words?: number;
}

/** The table as Markdown, as `deno fmt` would have it. */
export function markdown({ head, rows, words = 1 }: Table): string[] {
  const widths = head.map((_, column) =>
    Math.max(
      column < words ? 3 : 2,
      ...[head, ...rows].map((row) => row[column]?.length ?? 0),
    )
  );
  const line = (row: readonly string[]) => {
    const cells = widths.map((width, column) => {
      const cell = row[column] ?? "";
      return column < words ? cell.padEnd(width) : cell.padStart(width);
    });
    return `| ${cells.join(" | ")} |`;
  };
  const rule = widths.map((width, column) =>
    column < words ? "-".repeat(width) : `${"-".repeat(width - 1)}:`
  );
  return [line(head), line(rule), ...rows.map(line)];
}
