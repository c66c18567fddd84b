import { roleContract, type RoleContractOptions } from "../contract/role.ts";
import { transportContract } from "../contract/transport.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { writeFiles } from "./guide.ts";
import { readDocument } from "./markdown.ts";

/** What each role of the guide needs, but `gong`: its imports need a node. */
const ROLES: Readonly<Record<string, RoleContractOptions>> = {
  "gpio-button": { config: (folder) => ({ pin: fileWith(folder, "1\n") }) },
  chime: { config: {}, types: ["ring"] },
  thermometer: {
    config: (folder) => ({ file: fileWith(folder, "41000\n") }),
    types: ["measure"],
  },
  weather: { config: { url: "data:,sunny" } },
  lamp: {
    config: (folder) => ({ pin: `${folder}/pin17`, seconds: 0.1 }),
    types: ["light"],
  },
  porter: { config: {}, types: ["ring"] },
};

/** A file of the folder that holds a text. */
function fileWith(folder: string, text: string): string {
  Deno.writeTextFileSync(`${folder}/file`, text);
  return `${folder}/file`;
}

await withFolder(async (folder) => {
  await writeFiles(await readDocument("docs/writing-roles.md"), folder);
  await writeFiles(await readDocument("docs/writing-transports.md"), folder);
  for (const [name, options] of Object.entries(ROLES)) {
    const { roleInfo } = await import(`${folder}/my-roles/${name}.ts`);
    roleContract(name, roleInfo, options);
  }
  for (const name of ["unix", "private"]) {
    const { transportInfo } = await import(
      `${folder}/my-transports/${name}.ts`
    );
    const socket = () =>
      `${Deno.env.get("TMPDIR") ?? "/tmp"}/kozo-${crypto.randomUUID()}`;
    transportContract(name, {
      info: transportInfo,
      options: () => [{ path: socket() }, { path: socket() }],
      isTrusting: name === "private",
    });
  }
});
