import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";

/** What `deno info` says of a module. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    /** Missing where only types are imported. */
    readonly code?: { readonly specifier?: string };
  }[];
}

/** Kōzō's files that Deno reads before a script of the benchmark starts. */
async function filesOfKozo(script: string): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", `${ROOT}/scripts/bench/${script}`],
    cwd: ROOT,
  }).output();
  const decoder = new TextDecoder();
  assert.ok(success, decoder.decode(stderr));
  const { roots, modules }: { roots: string[]; modules: Module[] } = JSON.parse(
    decoder.decode(stdout),
  );
  const byName = new Map(modules.map((module) => [module.specifier, module]));
  // A set has what is added while it is gone through, too.
  const read = new Set(roots);
  for (const name of read) {
    for (const { code } of byName.get(name)?.dependencies ?? []) {
      if (code?.specifier !== undefined) read.add(code.specifier);
    }
  }
  const root = `file://${ROOT}/`;
  return [...read]
    .filter((name) => name.startsWith(root))
    .map((name) => name.slice(root.length))
    .filter((file) => /^(core|roles|transports)\//.test(file))
    .sort();
}

for (const script of ["floors/ssh2.ts", "peers/client.ts"]) {
  Deno.test(`what is measured beside Kōzō has nothing of it: ${script}`, async () => {
    assert.deepEqual(await filesOfKozo(script), ["core/handoff.ts"]);
  });
}

for (const script of ["idle-ssh2.ts", "bare-ssh2.ts"]) {
  Deno.test(`what is idle beside Kōzō has nothing of it: ${script}`, async () => {
    assert.deepEqual(await filesOfKozo(script), []);
  });
}

Deno.test("bare streams have Kōzō's frames, and nothing of its nodes", async () => {
  for (const script of ["floors/tcp.ts", "floors/tls.ts"]) {
    const files = await filesOfKozo(script);
    assert.ok(files.includes("core/wire/codec.ts"));
    const others = files.filter((file) =>
      /^(roles|transports|core\/(config|mod|runtime|ssh))\b/.test(file)
    );
    assert.deepEqual(others, [], script);
  }
});
