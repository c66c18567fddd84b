import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { roleContract } from "../contract/role.ts";
import { transportContract } from "../contract/transport.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { filesOf, writeFiles } from "./guide.ts";
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

/** Roles that need pins: tests/hardware/guide_test.ts. */
const WITH_PINS = ["pin-button"];

/** The transports of the guide. */
const TRANSPORTS = ["unix", "private"];

const roleGuide = await readDocument("docs/writing-roles.md");
const transportGuide = await readDocument("docs/writing-transports.md");

Deno.test("Every module that the guides show is held to its contract", () => {
  const shown = [roleGuide, transportGuide].flatMap(filesOf)
    .flatMap(({ path }) =>
      /^my-(?:roles|transports)\/(.*)\.[tj]s$/.exec(path)?.[1] ?? []
    );
  const tested = [...Object.keys(ROLES), ...WITH_PINS, ...TRANSPORTS, "gong"];
  assert.deepEqual(shown.sort(), tested.sort());
});

await withFolder(async (folder) => {
  await writeFiles(roleGuide, folder);
  await writeFiles(transportGuide, folder);
  for (const [name, options] of Object.entries(ROLES)) {
    const { roleInfo } = await import(`${folder}/my-roles/${name}.ts`);
    roleContract(name, roleInfo, options);
  }
  for (const name of TRANSPORTS) {
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
