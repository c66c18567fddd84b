import { join } from "node:path";
import { RoleStorage } from "../../core/runtime/storage.ts";

/** Where the storage of cuckoo@node2 is tried. */
export interface Setting {
  readonly folder: string;
  readonly file: string;
  readonly warnings: string[];
  /** Another object for the same role, as after a start of the node. */
  readonly open: () => RoleStorage;
}

/** Registers a test that has a folder for role storage. */
export function storageTest(
  behaviour: string,
  body: (setting: Setting) => Promise<void>,
): void {
  Deno.test(`RoleStorage ${behaviour}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "kozo-" });
    const warnings: string[] = [];
    const warn = (text: string) => void warnings.push(text);
    const open = () =>
      new RoleStorage({ folder, node: "node2", role: "cuckoo", warn });
    const file = join(folder, "node2.cuckoo.kozo");
    try {
      await body({ folder, file, warnings, open });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** The files of a folder. */
export function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}
