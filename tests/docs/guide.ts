import { dirname } from "node:path";
import { codeBlocks, type Document } from "./markdown.ts";

/** A file that a document shows as a whole. */
export interface GuideFile {
  /** Where it goes, as the comment in its first line says. */
  readonly path: string;
  readonly text: string;
}

/** A command that writes a file, since JSON has no comments. */
const ECHO = /^echo '(.*)' > (\S+)$/gm;

const NAMED = /^(?:\/\/|#) (\S+\.\w+)$/;

/** The files that a document shows, in their order. */
export function filesOf(document: Document): GuideFile[] {
  return codeBlocks(document).flatMap(({ language, text }) => {
    if (language === "sh") {
      return [...text.matchAll(ECHO)]
        .map(([, text = "", path = ""]) => ({ path, text }));
    }
    const [, path] = NAMED.exec(text.split("\n")[0] ?? "") ?? [];
    return path === undefined ? [] : [{ path, text }];
  });
}

/** Writes the files that a document shows into a folder. */
export async function writeFiles(
  document: Document,
  folder: string,
): Promise<void> {
  for (const { path, text } of filesOf(document)) {
    await Deno.mkdir(dirname(`${folder}/${path}`), { recursive: true });
    await Deno.writeTextFile(`${folder}/${path}`, text, { mode: 0o644 });
  }
}
