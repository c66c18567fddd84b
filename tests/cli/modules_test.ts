import assert from "node:assert/strict";
import { onlyLine } from "../support/run-kozo.ts";
import { authorTest, type Desk, roleSource } from "./authoring.ts";

authorTest(
  "kozo roles and kozo transports list what there is",
  async ({ kozo }) => {
    const roles = await kozo("roles");
    assert.equal(roles.code, 0, roles.stderr);
    assert.match(roles.stdout, /^cuckoo {2,}Listens for the ticks of timers/m);
    assert.match(roles.stdout, /^timer {2,}Sends a tick event/m);
    assert.match((await kozo("transports")).stdout, /^tcp {2,}A standard TCP/m);
  },
);

authorTest(
  "kozo roles timer tells its options, their types and defaults",
  async ({ kozo }) => {
    const { stdout } = await kozo("roles", "timer");
    assert.match(stdout, /^timer: Sends a tick event/);
    assert.match(
      stdout,
      /\n {2}tick: a number of at least 0\.001, default 1\n {6}Seconds between/,
    );
    assert.match(stdout, /As every role it also takes:\n[^]* {2}permissions: /);
    const logger = (await kozo("roles", "logger")).stdout;
    assert.match(logger, /nodeRestrict: [^:]* default\s+the node's name\n/);
    const tcp = (await kozo("transports", "tcp")).stdout;
    assert.match(tcp, /port: a whole number from 1 to 65535, default 6020\n/);
  },
);

const OPTIONS = `{
  pin: { type: "integer", minimum: 0, description: "The pin" },
  colours: { default: ["red"], choices: ["red", "green"], description: "Some" },
}`;

/** A configuration whose folder has a role that works, and one that does not. */
async function writeRoles({ kozo, write, folder }: Desk): Promise<void> {
  await kozo("init", "--name", "clock", "--address", "clock.local");
  await Deno.mkdir(`${folder}/roles`, { mode: 0o755 });
  await write("roles/door.ts", roleSource("", OPTIONS));
  await write("roles/broken.ts", "export const nothing = 3;");
  const config = await Deno.readTextFile(`${folder}/config.yml`);
  await write("config.yml", `${config}rolePath: roles\n`);
}

authorTest(
  "kozo roles --config has one's own, and says what is wrong with them",
  async (desk) => {
    await writeRoles(desk);
    const { stdout } = await desk.kozo("roles", "--config", "config.yml");
    assert.match(
      stdout,
      /^broken {2,}! Cannot use\s[^]* no "roleInfo"/m,
    );
    assert.match(stdout, /^door {2,}It tries things out\.$/m);
    const one = await desk.kozo(
      ...["roles", "door", "--config", "config.yml", "--json"],
    );
    assert.deepEqual(JSON.parse(one.stdout), {
      roles: [{
        name: "door",
        version: "1",
        author: "Me",
        description: "It tries things out.",
        options: [
          {
            name: "pin",
            type: "integer",
            isRequired: true,
            default: null,
            minimum: 0,
            maximum: null,
            choices: null,
            description: "The pin",
          },
          {
            name: "colours",
            type: "list",
            isRequired: false,
            default: ["red"],
            minimum: null,
            maximum: null,
            choices: ["red", "green"],
            description: "Some",
          },
        ],
      }],
      faults: [],
    });
  },
);

authorTest(
  "kozo schema has one's own roles, and says which it leaves out",
  async (desk) => {
    await writeRoles(desk);
    const { code, stdout, stderr } = await desk.kozo("schema", "config.yml");
    assert.equal(code, 0);
    const { definitions } = JSON.parse(stdout);
    assert.deepEqual(definitions["role.door"].required, ["pin"]);
    assert.equal(definitions["role.broken"], undefined);
    assert.match(stderr, /^kozo: left out: Cannot use ".*broken\.ts"/);
  },
);

authorTest(
  "kozo roles says that there is none, or why it cannot be used",
  async (desk) => {
    await writeRoles(desk);
    assert.match(
      onlyLine(await desk.kozo("roles", "timr"), 1),
      /^kozo: Unknown role type "timr", did you mean "timer"\?/,
    );
    assert.match(
      onlyLine(
        await desk.kozo("roles", "broken", "--config", "config.yml"),
        6,
      ),
      /it exports no "roleInfo"/,
    );
  },
);
