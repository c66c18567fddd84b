import { tmpdir } from "node:os";
import { roleContract } from "../contract/role.ts";
import { transportContract } from "../contract/transport.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { writeFiles } from "./guide.ts";
import { readDocument } from "./markdown.ts";

/** A file that can be read on every machine, whatever is in it. */
const FILE = "/proc/uptime";

/** What each role of the guide needs, but `gong`: its imports need a node. */
const ROLES: Readonly<Record<string, Parameters<typeof roleContract>[2]>> = {
  "gpio-button": { config: { pin: FILE } },
  chime: { config: {}, types: ["ring"] },
  thermometer: { config: { file: FILE }, types: ["measure"] },
  weather: { config: { url: "data:,sunny" } },
  lamp: {
    config: (folder) => ({ pin: `${folder}/pin17`, seconds: 0.1 }),
    types: ["light"],
  },
  porter: { config: {}, types: ["ring"] },
};

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
    transportContract(name, {
      info: transportInfo,
      options: () => [{ path: socketPath() }, { path: socketPath() }],
    });
  }
});

/** The transport removes it. */
function socketPath(): string {
  return `${tmpdir()}/kozo-${crypto.randomUUID()}`;
}
