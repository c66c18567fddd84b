import assert from "node:assert/strict";
import { type Block, Network } from "../support/network.ts";
import { refusal } from "../support/run-kozo.ts";
import { writeFiles } from "./custom-modules.ts";

/** A role module that is right, but for the lines that are put before it. */
function roleModule(before = ""): string {
  return `${before}
import { Role } from "kozo";
class Bell extends Role {
  run() {}
}
export const roleInfo = {
  format: "1.0", class: Bell, author: "You", version: "1.0",
  description: "Rings.", config: {},
};
`;
}

/** A network whose node `clock` has the role `bell`, with these files. */
async function makeNetwork(
  files: Readonly<Record<string, string>>,
  options: Block = {},
): Promise<Network> {
  const network = await Network.make({ clock: { roles: { bell: {} } } }, {
    rolePath: "roles",
    ...options,
  });
  await Deno.mkdir(network.path("roles"));
  await writeFiles(network, files);
  return network;
}

/** What `kozo run` says of the block `bell`, with `F` for the folder. */
async function refusedBell(network: Network): Promise<string> {
  const line = await refusal(network.folder, 3);
  const [, message = line] = /^config\.yml:\d+:\d+: (.*)$/.exec(line) ?? [];
  return message.replaceAll(network.folder, "F");
}

/** Modules that cannot be loaded, and what is said of each. */
const FAULTS: readonly [what: string, file: string, text: string, RegExp][] = [
  [
    "is no TypeScript",
    "bell.ts",
    "let a: = 3;",
    /^Cannot load "F\/roles\/bell\.ts", line 1, column 8: SyntaxError: /,
  ],
  [
    "is no JavaScript",
    "bell.js",
    "\nconst a = 1, a = 2;",
    /^Cannot load "F\/roles\/bell\.js", line 2, column 14: SyntaxError: Identifier 'a' has already been declared$/,
  ],
  [
    "throws while it loads",
    "bell.ts",
    'interface X {\n  a: 1;\n}\nthrow new Error("No pin\\nat all");',
    /^Cannot load "F\/roles\/bell\.ts", line 4, column 7: No pin at all$/,
  ],
  [
    "imports a file that is not there",
    "bell.ts",
    roleModule('import "./gone.ts";'),
    /^Cannot import "\.\/gone\.ts" into "F\/roles\/bell\.ts": Cannot read "F\/roles\/gone\.ts": there is no such file$/,
  ],
  [
    "imports a name that nobody has",
    "bell.ts",
    roleModule('import "helpers/gone.ts";'),
    /^"F\/roles\/bell\.ts" imports "helpers\/gone\.ts", which is not part of Kōzō: name the folder it is in by "importPath" or KOZOIMPORTPATH$/,
  ],
  [
    "imports what kozo does not export",
    "bell.ts",
    roleModule('import { Rule } from "kozo"; new Rule();'),
    /^Cannot load "F\/roles\/bell\.ts", line 1, column 10: SyntaxError: .* 'kozo' does not provide an export named 'Rule'$/,
  ],
  [
    "never finishes loading",
    "bell.js",
    roleModule("await new Promise(() => {});"),
    /^Cannot load "F\/roles\/bell\.js": it has not finished within 10 s: .* move it into "localInit"$/,
  ],
  [
    "exports nothing",
    "bell.ts",
    "export {};",
    /^Cannot use "F\/roles\/bell\.ts" as a role: it exports no "roleInfo", .*: write "export const roleInfo = \{ … \}"$/,
  ],
  [
    "has several faults in its metadata",
    "bell.ts",
    'export const roleInfo = { format: "1.1", class: Date, author: "You", config: { pin: { default: 30, maximum: 27, description: "The pin" } } };',
    /^Cannot use .*: roleInfo\.format is the text "1\.1", .*; roleInfo\.class is the function Date, .*; roleInfo\.version is missing, .*; roleInfo\.config\.pin\.default is 30, expected .* at most 27$/,
  ],
];

for (const [what, file, text, expected] of FAULTS) {
  Deno.test(`kozo run says that a role module ${what}, exit code 3`, async () => {
    await using network = await makeNetwork({ [`roles/${file}`]: text });
    assert.match(await refusedBell(network), expected);
  });
}

Deno.test("kozo run says where it looked for a role, and what was nearly meant, exit code 3", async () => {
  await using network = await makeNetwork({ "roles/bel.ts": roleModule() }, {
    rolePath: "roles:nowhere",
  });
  assert.match(
    await refusedBell(network),
    /^Role "bell" has no "type", and "bell" is none: add one of "bel", .*, did you mean "bel"\?; looked for a file of that name in "F\/roles", "F\/nowhere" \(no such folder\)$/,
  );
});

Deno.test("kozo run refuses a file with the name of a role of its own, exit code 3", async () => {
  await using network = await makeNetwork({ "roles/timer.ts": roleModule() });
  network.config.system.clock = {
    ...network.config.system.clock,
    roles: { timer: {} },
  };
  await network.write();
  assert.equal(
    await refusedBell(network),
    '"timer" is a role of Kōzō itself, so that "F/roles/timer.ts" is not ' +
      'used: give the file, and the "type" of the block, another name',
  );
});

/** What is done to files that others may change, and what is said of it. */
const DANGERS: readonly [
  what: string,
  change: (network: Network) => Promise<void>,
  RegExp,
][] = [
  [
    "a module that others may write to",
    (network) => Deno.chmod(network.path("roles/bell.ts"), 0o664),
    /^Cannot trust "F\/roles\/bell\.ts": others than its owner may write to it \(its mode is 0664\): run "chmod go-w F\/roles\/bell\.ts"$/,
  ],
  [
    "a folder that others may write to",
    (network) => Deno.chmod(network.path("roles"), 0o777),
    /^Cannot trust "F\/roles": others than its owner .*: run "chmod go-w F\/roles"$/,
  ],
  [
    "a module whose real place is elsewhere",
    async (network) => {
      await Deno.rename(
        network.path("roles/bell.ts"),
        network.path("bell.ts"),
      );
      await Deno.symlink("../bell.ts", network.path("roles/bell.ts"));
    },
    /^Cannot use "F\/roles\/bell\.ts", which is "F\/bell\.ts": it is not in "F\/roles": move it there, /,
  ],
  [
    "an import that others may write to",
    (network) => Deno.chmod(network.path("roles/helper.ts"), 0o666),
    /^Cannot import "\.\/helper\.ts" into "F\/roles\/bell\.ts": Cannot trust "F\/roles\/helper\.ts": .*chmod go-w/,
  ],
  [
    "an import whose real place is elsewhere",
    async (network) => {
      await Deno.remove(network.path("roles/helper.ts"));
      await Deno.writeTextFile(network.path("helper.ts"), "");
      await Deno.symlink("../helper.ts", network.path("roles/helper.ts"));
    },
    /^Cannot import "\.\/helper\.ts" .* which is "F\/helper\.ts": it is not in "F\/roles": .* "importPath"$/,
  ],
];

for (const [what, change, expected] of DANGERS) {
  Deno.test(`kozo run refuses ${what}, exit code 3`, async () => {
    await using network = await makeNetwork({
      "roles/bell.ts": roleModule('import "./helper.ts";'),
      "roles/helper.ts": "",
    });
    await change(network);
    assert.match(await refusedBell(network), expected);
  });
}

Deno.test({
  name: "kozo run refuses a module of another user, exit code 3",
  // Only root can give a file to another user.
  ignore: Deno.uid() !== 0,
  fn: async () => {
    await using network = await makeNetwork({ "roles/bell.ts": roleModule() });
    await Deno.chown(network.path("roles/bell.ts"), 4321, 4321);
    assert.equal(
      await refusedBell(network),
      'Cannot trust "F/roles/bell.ts": it belongs to user 4321, who is ' +
        'neither root nor this user: run "chown 0 F/roles/bell.ts"',
    );
  },
});
