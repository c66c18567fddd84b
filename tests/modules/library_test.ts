import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadConfig } from "../../core/config/load.ts";
import { HookPool } from "../../core/modules/hook-pool.ts";
import type { Library } from "../../core/modules/library.ts";
import { NO_PATHS } from "../../core/modules/paths.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { eventually } from "../support/eventually.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const BELL = `
import { Role } from "kozo";
class Bell extends Role { run() {} }
export const roleInfo = {
  format: "1.0", class: Bell, author: "You", version: "1.0",
  description: "Rings.", config: {},
};
`;

const WIRE = `
import { Transport } from "kozo";
class Wire extends Transport {
  accept() { return new Promise(() => {}); }
  connect() { return new Promise(() => {}); }
}
export const transportInfo = {
  format: "1.0", class: Wire, author: "You", version: "1.0",
  description: "Leads nowhere.", config: {},
};
`;

/** The runtime's own loop that serves hooks of its loader never ends. */
const LOADER = { sanitizeOps: false };

/** Opens a library whose only folder has these files. */
async function withLibrary(
  files: Readonly<Record<string, string>>,
  work: (library: Library, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    using library = open(folder);
    await work(library, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function open(...rolePath: string[]): Library {
  return new ModuleRegistry(builtInRoles, builtInTransports).open({
    rolePath,
    transportPath: [],
    importPath: [],
  });
}

Deno.test("a shelf knows the URL and the metadata of a role of Kōzō itself", async () => {
  const { roles } = open();
  assert.equal(roles.get("timer"), undefined);
  const timer = await roles.load("timer");
  assert.equal(timer?.url, pathToFileURL(join(ROOT, "roles/timer.ts")).href);
  assert.equal(timer?.info, await builtInRoles.timer?.load());
  assert.equal(roles.get("timer"), timer);
});

Deno.test(
  "a shelf knows the URL and the metadata of a role in a folder, and loads it once",
  LOADER,
  async () => {
    await withLibrary({ "bell.js": BELL }, async ({ roles }, folder) => {
      const [bell, again] = await Promise.all([
        roles.load("bell"),
        roles.load("bell"),
      ]);
      assert.equal(bell?.url, pathToFileURL(join(folder, "bell.js")).href);
      assert.equal(bell?.info.description, "Rings.");
      assert.equal(again, bell);
    });
  },
);

Deno.test("a shelf takes TYPE.ts before TYPE.js", LOADER, async () => {
  const files = { "bell.js": "no JavaScript", "bell.ts": BELL };
  await withLibrary(files, async ({ roles }) => {
    assert.match((await roles.load("bell"))?.url ?? "", /\/bell\.ts$/);
  });
});

Deno.test("a shelf looks for no file whose name leads elsewhere", async () => {
  await withLibrary({ "bell.ts": BELL }, async ({ roles }, folder) => {
    const { roles: above } = open(join(folder, "nowhere"));
    assert.equal(await above.load("../bell"), undefined);
    assert.equal(await roles.load("./bell"), undefined);
  });
});

Deno.test(
  "a shelf remembers why a module could not be used",
  LOADER,
  async () => {
    await withLibrary({ "bell.ts": "export {}" }, async ({ roles }) => {
      await assert.rejects(roles.load("bell"), { name: "ModuleError" });
      assert.match(roles.faultOf("bell") ?? "", /exports no "roleInfo"/);
      assert.equal(roles.get("bell"), undefined);
    });
  },
);

Deno.test("a shelf does not take the folder of Kōzō's own roles for one that shadows them", async () => {
  const { roles } = open(join(ROOT, "roles"));
  await roles.assertUnshadowed("timer");
  assert.ok((await roles.types()).includes("timer"));
});

Deno.test("a shelf names the types of its folders besides those of Kōzō itself", async () => {
  const files = { "bell.ts": "", "a.js": "", "notes.txt": "", "-.ts": "" };
  await withLibrary(files, async ({ roles }) => {
    const types = ["a", "bell", ...Object.keys(builtInRoles)];
    assert.deepEqual(await roles.types(), types.sort());
  });
});

Deno.test(
  "libraries of the same folders share their hooks, until none needs them",
  LOADER,
  () => {
    const pool = new HookPool();
    const here = { ...NO_PATHS, rolePath: ["/here"] };
    const first = pool.borrow(here);
    const second = pool.borrow({ ...here });
    const other = pool.borrow({ ...NO_PATHS, importPath: ["/here"] });
    assert.equal(second.hooks, first.hooks);
    assert.notEqual(other.hooks, first.hooks);
    first[Symbol.dispose]();
    assert.equal(pool.size, 2);
    second[Symbol.dispose]();
    other[Symbol.dispose]();
    assert.equal(pool.size, 0);
  },
);

Deno.test(
  "a renewed registry reads roles anew, and transports not",
  LOADER,
  async () => {
    const files = { "bell.js": BELL, "wire.js": WIRE };
    await withLibrary(files, async (_, folder) => {
      const registry = new ModuleRegistry(builtInRoles, builtInTransports);
      const paths = {
        rolePath: [folder],
        transportPath: [folder],
        importPath: [],
      };
      const load = async () => {
        using library = registry.open(paths);
        const bell = await library.roles.load("bell");
        const wire = await library.transports.load("wire");
        return { bell: bell?.info.class, wire: wire?.info.class };
      };
      const before = await load();
      assert.deepEqual(await load(), before);
      registry.renew();
      const after = await load();
      assert.notEqual(after.bell, before.bell);
      assert.equal(after.wire, before.wire);
    });
  },
);

Deno.test("a shelf names the line where a module throws", LOADER, async () => {
  const files = { "bell.ts": '\n\n  throw new RangeError("no pin");' };
  await withLibrary(files, async ({ roles }, folder) => {
    await assert.rejects(roles.load("bell"), {
      name: "ModuleError",
      message:
        `Cannot load "${folder}/bell.ts", line 3, column 9: RangeError: no pin`,
    });
  });
});

Deno.test(
  "a shelf gives a module that waits for ever ten seconds",
  LOADER,
  async () => {
    const files = { "bell.js": "await new Promise(() => {});" };
    const environment = new VirtualEnvironment();
    await withLibrary(files, async (_, folder) => {
      using library = new ModuleRegistry(
        builtInRoles,
        builtInTransports,
        { ...NO_PATHS, rolePath: [folder] },
        environment,
      ).open(NO_PATHS);
      const loading = assert.rejects(
        library.roles.load("bell"),
        /bell\.js": it has not finished within 10 s: /,
      );
      await eventually(() => environment.pending > 0, () => "nothing waits");
      await environment.advance(10);
      await loading;
    });
  },
);

/** Reads a note from the \`importPath\` not before it is asked. */
const LAZY = `
import { Role } from "kozo";
class Lazy extends Role { run() {} }
export const roleInfo = {
  format: "1.0", class: Lazy, author: "You", version: "1.0",
  description: "Imports late.", config: {},
};
export const late = () => import("note.js");
`;

Deno.test(
  "a configuration that is refused changes nothing for what roles import later",
  LOADER,
  async () => {
    await withLibrary(
      { "lazy.js": LAZY, "note.js": "export {}" },
      async (_, folder) => {
        const registry = new ModuleRegistry(builtInRoles, builtInTransports);
        const paths = {
          rolePath: [folder],
          transportPath: [],
          importPath: [folder],
        };
        using library = registry.open(paths);
        const lazy = await library.roles.load("lazy");
        const file = join(folder, "config.yml");
        await Deno.writeTextFile(
          file,
          `rolePath: ${folder}\nimportPath: /nowhere\nsystem: { hall: { roles: { lazy: { bad: 1 } } } }\n`,
        );
        await assert.rejects(
          loadConfig(file, registry),
          /unknown option "bad"/i,
        );
        const { late } = await import(lazy?.url ?? "");
        await late();
      },
    );
  },
);

/** A role that needs a helper beside it, and one of the \`importPath\`. */
const HELPED = `
import "./beside.js";
import "helper.js";
${BELL}`;

/**
 * Has a library of a folder that a link leads to, and leads the link to
 * another one whose role needs helpers, while the first library is in use.
 *
 * @param before what the link led to, if that was there
 * @param mode of the file beside the role
 */
async function withMovedLink(
  before: string | undefined,
  mode: number,
  work: (library: Library, folder: string) => Promise<void>,
): Promise<void> {
  await withLibrary({}, async (_, folder) => {
    for (const name of ["own", "old", "new", "shared"]) {
      await Deno.mkdir(join(folder, name));
    }
    await Deno.writeTextFile(join(folder, "own/first.js"), BELL);
    await Deno.writeTextFile(join(folder, "old/bell.js"), BELL);
    await Deno.writeTextFile(join(folder, "new/bell.js"), HELPED);
    await Deno.writeTextFile(join(folder, "shared/helper.js"), "");
    await Deno.writeTextFile(join(folder, "new/beside.js"), "");
    await Deno.chmod(join(folder, "new/beside.js"), mode);
    const link = join(folder, "link");
    const paths = {
      rolePath: [join(folder, "own"), link],
      transportPath: [],
      importPath: [join(folder, "shared")],
    };
    const registry = new ModuleRegistry(builtInRoles, builtInTransports);
    await Deno.symlink(before ?? "missing", link);
    using first = registry.open(paths);
    await first.roles.load("first");
    await Deno.remove(link);
    await Deno.symlink("new", link);
    registry.renew();
    using library = registry.open(paths);
    await work(library, folder);
  });
}

for (const before of ["old", undefined]) {
  const case_ = before ? "leads elsewhere later" : "led nowhere at first";

  Deno.test(
    `a role finds its helpers below a link that ${case_}`,
    LOADER,
    async () => {
      await withMovedLink(before, 0o644, async ({ roles }, folder) => {
        const url = pathToFileURL(join(folder, "new/bell.js")).href;
        assert.equal((await roles.load("bell"))?.url, url);
      });
    },
  );

  Deno.test(
    `a helper that others can write does not run below a link that ${case_}`,
    LOADER,
    async () => {
      await withMovedLink(before, 0o666, async ({ roles }) => {
        await assert.rejects(
          roles.load("bell"),
          /Cannot trust ".*\/new\/beside\.js": others than its owner/,
        );
      });
    },
  );
}

Deno.test('a role may be what loads "kozo", with the packages that it requires, and the program ends by itself', async () => {
  await withLibrary({ "bell.ts": BELL }, async (_, folder) => {
    const script = join(ROOT, "tests/modules/load-bell.ts");
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", script, folder],
      signal: AbortSignal.timeout(30_000),
    }).output();
    const decoder = new TextDecoder();
    assert.equal(code, 0, decoder.decode(stderr));
    assert.equal(decoder.decode(stdout), "Rings.\n");
  });
});
