import assert from "node:assert/strict";
import { posix } from "node:path";
import { ROOT } from "../../scripts/support/root.ts";
import {
  anchorsOf,
  type Document,
  documents,
  linksOf,
  readDocument,
} from "./markdown.ts";

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(`${ROOT}/${path}`)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function leadsSomewhere(from: Document, link: string): Promise<boolean> {
  const [file = "", anchor] = link.split("#");
  const path = file === ""
    ? from.path
    : posix.join(posix.dirname(from.path), file);
  if (!await isFile(path)) return false;
  return anchor === undefined ||
    anchorsOf(await readDocument(path)).includes(anchor);
}

for (const document of await documents()) {
  Deno.test(`${document.path} links only to what is there`, async () => {
    const inside = linksOf(document).filter((link) => !/^https?:/.test(link));
    const broken: string[] = [];
    for (const link of inside) {
      if (!await leadsSomewhere(document, link)) broken.push(link);
    }
    assert.deepEqual(broken, []);
  });
}

Deno.test("README.md leads to every document", async () => {
  const readme = await readDocument("README.md");
  const targets = linksOf(readme).map((link) => link.split("#")[0]);
  const others = (await documents()).map(({ path }) => path)
    .filter((path) => path !== readme.path);
  assert.deepEqual(others.filter((path) => !targets.includes(path)), []);
});
