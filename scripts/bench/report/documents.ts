import { KozoError } from "kozo";
import { ROOT } from "../../support/root.ts";
import type { Figures } from "../figures.ts";
import { plotsOf } from "./plots.ts";
import { tablesOf } from "./sections.ts";
import { markdown } from "./table.ts";

/** The document that has the figures, for people. */
export const DOCUMENT: string = `${ROOT}/docs/performance.md`;

/** The folder that has the figures for programs, and the plots. */
export const FOLDER: string = `${ROOT}/docs/performance`;

/** The figures of the last run that the documents tell of. */
export const FIGURES: string = `${FOLDER}/figures.json`;

/** Where a table stands: the text between two comments that name it. */
const PLACE = /(<!-- table: (\S+) -->\n)[^]*?(<!-- end -->)/g;

/** Reads the figures that the documents tell of. */
export async function readFigures(): Promise<Figures> {
  return JSON.parse(await Deno.readTextFile(FIGURES));
}

/** Keeps figures for the documents. */
export async function keepFigures(figures: Figures): Promise<void> {
  const text = JSON.stringify(figures, undefined, 2);
  await Deno.writeTextFile(FIGURES, `${text}\n`);
}

/** Puts figures into the documents. */
export async function writeDocuments(figures: Figures): Promise<void> {
  const files = await documentsOf(figures);
  for (const [path, text] of files) await Deno.writeTextFile(path, text);
}

/**
 * What the documents have to be for these figures.
 *
 * @returns the text of each file, by path
 */
export async function documentsOf(
  figures: Figures,
): Promise<Map<string, string>> {
  const text = fill(await Deno.readTextFile(DOCUMENT), figures);
  const plots = Object.entries(plotsOf(figures));
  return new Map([
    [DOCUMENT, text],
    ...plots.map(([name, svg]) => [`${FOLDER}/${name}`, svg] as const),
  ]);
}

/**
 * Puts tables into a document, each at its place.
 *
 * @throws {KozoError} when it names a table that there is not, or not all
 */
export function fill(text: string, figures: Figures): string {
  const tables = new Map(Object.entries(tablesOf(figures)));
  const filled = text.replace(
    PLACE,
    (_, start: string, name: string, end: string) => {
      const table = tables.get(name);
      tables.delete(name);
      if (table === undefined) {
        throw new KozoError(
          `There is no table "${name}", or it was there before`,
        );
      }
      return `${start}\n${markdown(table).join("\n")}\n\n${end}`;
    },
  );
  const [missing] = tables.keys();
  if (missing === undefined) return filled;
  throw new KozoError(`The document has no place for the table "${missing}"`);
}
