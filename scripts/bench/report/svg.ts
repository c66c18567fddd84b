/** Colours that can be told apart on white and on black. */
const COLOURS: readonly string[] = [
  "#4184e4",
  "#e36209",
  "#2da44e",
  "#bf3989",
  "#bf8700",
  "#986ee2",
  "#3192aa",
  "#848d97",
  "#cf222e",
];

/** Follows what the reader's system has: dark on light, or light on dark. */
const STYLE = `
    text { fill: #24292f; font: 13px system-ui, sans-serif; }
    .title { font-weight: bold; }
    .grid { stroke: #848d97; stroke-opacity: 0.4; }
    @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } }
`;

/** Where a text stands by its point. */
export type Anchor = "start" | "middle" | "end";

/** A colour for each of a plot's series. */
export function colour(index: number): string {
  return COLOURS[index % COLOURS.length] ?? "";
}

/** An SVG file. */
export function svg(
  title: string,
  width: number,
  height: number,
  parts: readonly string[],
): string {
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"` +
    ` role="img">`,
    `<title>${escape(title)}</title>`,
    `<style>${STYLE}</style>`,
    text(10, 20, title, "start", "title"),
    ...parts,
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}

/** Words at a point. */
export function text(
  x: number,
  y: number,
  words: string,
  anchor: Anchor = "start",
  style = "",
): string {
  const kind = style === "" ? "" : ` class="${style}"`;
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}"${kind}>` +
    `${escape(words)}</text>`;
}

/** A rectangle, full of a colour. */
export function bar(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
): string {
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" ` +
    `height="${at(height)}" fill="${fill}"/>`;
}

/** A thin line that helps to read a height. */
export function gridLine(x1: number, x2: number, y: number): string {
  return `<line class="grid" x1="${at(x1)}" x2="${at(x2)}" y1="${at(y)}" ` +
    `y2="${at(y)}"/>`;
}

/** A line through points, with a dot on each. */
export function curve(
  points: readonly (readonly [number, number])[],
  stroke: string,
): string[] {
  const path = points.map(([x, y]) => `${at(x)},${at(y)}`).join(" ");
  return [
    `<polyline points="${path}" fill="none" stroke="${stroke}" ` +
    `stroke-width="2"/>`,
    ...points.map(([x, y]) =>
      `<circle cx="${at(x)}" cy="${at(y)}" r="3" fill="${stroke}"/>`
    ),
  ];
}

function at(coordinate: number): string {
  return String(Math.round(coordinate * 10) / 10);
}

function escape(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
