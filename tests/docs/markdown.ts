import { ROOT } from "../../scripts/support/root.ts";

/** A Markdown file of this project. */
export interface Document {
  /** Its path, from the project's folder. */
  readonly path: string;
  readonly text: string;
}

/** What stands between two fences. */
export interface CodeBlock {
  /** The first word after the opening fence, such as `sh`. */
  readonly language: string;
  readonly text: string;
}

/** A row of a table: its cells by the heads of their columns. */
export type Row = Readonly<Record<string, string>>;

const FENCED = /^( *)```(\S*).*\n([^]*?)^\1```$/gm;
const TABLE_ROW = /^\|.*\|$/;
const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;

/** The README and all documents in `docs/`. */
export async function documents(): Promise<Document[]> {
  const names = await Array.fromAsync(
    Deno.readDir(`${ROOT}/docs`),
    ({ name }) => `docs/${name}`,
  );
  const paths = ["README.md", ...names.filter((n) => n.endsWith(".md")).sort()];
  return await Promise.all(paths.map(readDocument));
}

/** One of {@link documents}. */
export async function readDocument(path: string): Promise<Document> {
  return { path, text: await Deno.readTextFile(`${ROOT}/${path}`) };
}

/** The code blocks of a document, in order, without the indentation of lists. */
export function codeBlocks({ text }: Document): CodeBlock[] {
  return [...text.matchAll(FENCED)].map(
    ([, indent = "", language = "", code = ""]) => ({
      language,
      text: code.replace(new RegExp(`^${indent}`, "gm"), ""),
    }),
  );
}

/** What a document says outside its code blocks. */
export function proseOf({ text }: Document): string {
  return text.replace(FENCED, "");
}

/** Where a document's links lead. */
export function linksOf(document: Document): string[] {
  return [...proseOf(document).matchAll(LINK)].flatMap(([, target]) =>
    target === undefined ? [] : [target]
  );
}

/** What the headings of a document are called in links to them. */
export function anchorsOf(document: Document): string[] {
  return [...proseOf(document).matchAll(/^#+ +(.*)$/gm)].map(([, title = ""]) =>
    title.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-")
  );
}

/**
 * The part of a document below a heading, up to the next one of its level or
 * above it.
 *
 * @throws {Error} when there is no such heading
 */
export function section({ path, text }: Document, title: string): Document {
  const lines = text.split("\n");
  const levels = levelsOf(lines);
  const start = lines.findIndex((line, at) =>
    levelAt(levels, at) > 0 && line.replace(/^#+ +/, "") === title
  );
  if (start < 0) throw new Error(`"${path}" has no heading "${title}"`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((_, at) => {
    const level = levelAt(levels, start + 1 + at);
    return level > 0 && level <= levelAt(levels, start);
  });
  const body = end < 0 ? rest : rest.slice(0, end);
  return { path, text: body.join("\n") };
}

/** The rows of all tables in a document. */
export function tableRows(document: Document): Row[] {
  const rows: Row[] = [];
  let heads: string[] | undefined;
  for (const line of proseOf(document).split("\n")) {
    if (!TABLE_ROW.test(line)) heads = undefined;
    else if (heads === undefined) heads = cellsOf(line);
    else if (!/^[|\s:-]+$/.test(line)) rows.push(toRow(heads, cellsOf(line)));
  }
  return rows;
}

/** The text of a cell's code spans. */
export function codeSpans(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

/** Of each line, how many `#` its heading has; in code that is a comment. */
function levelsOf(lines: readonly string[]): number[] {
  let isCode = false;
  return lines.map((line) => {
    if (/^ *```/.test(line)) isCode = !isCode;
    return isCode ? 0 : /^(#+) /.exec(line)?.[1]?.length ?? 0;
  });
}

function levelAt(levels: readonly number[], at: number): number {
  return levels[at] ?? 0;
}

function cellsOf(line: string): string[] {
  return line.slice(1, -1).split("|").map((cell) => cell.trim());
}

function toRow(heads: readonly string[], cells: readonly string[]): Row {
  return Object.fromEntries(heads.map((head, i) => [head, cells[i] ?? ""]));
}
