import { KozoError } from "kozo";
import { ROOT } from "../../support/root.ts";
import type { Figures } from "../figures.ts";
import { plotsOf } from "./plots.ts";
import { tablesOf } from "./sections.ts";
import { markdown } from "./table.ts";

/** The project's documents. */
export const DOCUMENTS: string = `${ROOT}/docs`;

/** Where the figures are among some documents. */
interface Places {
  /** The document that has them for people. */
  readonly document: string;
  /** The folder that has them for programs, and the plots. */
  readonly folder: string;
  /** Those of the last run that the documents tell of. */
  readonly figures: string;
}

function placesIn(documents: string): Places {
  const folder = `${documents}/performance`;
  return {
    document: `${documents}/performance.md`,
    folder,
    figures: `${folder}/figures.json`,
  };
}

/** Where a table stands: the text between two comments that name it. */
const PLACE = /(<!-- table: (\S+) -->\n)[^]*?(<!-- end -->)/g;

/** Reads the figures that the documents tell of. */
export async function readFigures(documents = DOCUMENTS): Promise<Figures> {
  return JSON.parse(await Deno.readTextFile(placesIn(documents).figures));
}

/** Keeps figures for the documents. */
export async function keepFigures(
  figures: Figures,
  documents = DOCUMENTS,
): Promise<void> {
  const text = JSON.stringify(figures, undefined, 2);
  await Deno.writeTextFile(placesIn(documents).figures, `${text}\n`);
}

/** Puts figures into the documents. */
export async function writeDocuments(
  figures: Figures,
  documents = DOCUMENTS,
): Promise<void> {
  const files = await documentsOf(figures, documents);
  for (const [path, text] of files) await Deno.writeTextFile(path, text);
}

/**
 * What the documents have to be for these figures.
 *
 * @returns the text of each file, by path
 */
export async function documentsOf(
  figures: Figures,
  documents = DOCUMENTS,
): Promise<Map<string, string>> {
  const { document, folder } = placesIn(documents);
  const text = fill(await Deno.readTextFile(document), figures);
  const plots = Object.entries(plotsOf(figures));
  return new Map([
    [document, text],
    ...plots.map(([name, svg]) => [`${folder}/${name}`, svg] as const),
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
