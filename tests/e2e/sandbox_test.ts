import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";
import type { NodeStatus } from "../../core/control/status-shape.ts";
import { eventually } from "../support/eventually.ts";
import { Network } from "../support/network.ts";
import { runKozo } from "../support/run-kozo.ts";
import { writeFiles } from "./custom-modules.ts";

/** Answers each tick with what it may do; its name decides whether it hangs. */
const GUEST_TS = `
import { Event, type Message, Role, ROLE_NAME, type RoleInfo } from "kozo";
import { word } from "words/word.ts";

const read = (path: string) => {
  try {
    return Deno.readTextFileSync(path).length > 0;
  } catch {
    return false;
  }
};
const seen = read("/proc/self/environ");

class Guest extends Role<{ readonly greeting: string; readonly place: string }> {
  override isInterestedIn(message: Message): boolean {
    return message instanceof Event && message.type === "tick";
  }
  override async run(): Promise<void> {
    await this.getMessage();
    if (this.name === "looper") for (;;);
    const { greeting, place } = this.config;
    this.sendLog(greeting, word, seen, read("/etc/passwd"));
    this.sendLog(greeting, "finds", read(place + "/config.yml"), read(place + "/house"));
    this.sendEvent("greeting", undefined, { at: new Date() });
  }
}

export const roleInfo = {
  format: "1.0",
  class: Guest,
  author: "A guest",
  version: "1.0",
  description: "Greets.",
  config: {
    greeting: { default: ROLE_NAME, description: "What it says." },
    place: { default: ".", type: "path", description: "Where to look." },
  },
} satisfies RoleInfo;
`;

const FILES = {
  "roles/guest.ts": GUEST_TS,
  "words/words/word.ts": 'export const word: string = "says";\n',
};

const PATHS = { rolePath: "roles", importPath: "words", connectionRetry: 1 };

Deno.test("a role has handled as much in a sandbox as outside: what it is interested in", async () => {
  await using network = await Network.make({
    clock: {
      roles: {
        timer: { tick: 0.05 },
        inside: { type: "guest", permissions: { net: false } },
        outside: { type: "guest" },
      },
    },
  }, PATHS);
  await writeFiles(network, FILES);
  const clock = network.start("clock");
  const handled = async (): Promise<number[]> => {
    const { stdout } = await runKozo(network.folder, ["status", "--json"]);
    const { roles }: NodeStatus = JSON.parse(stdout || '{"roles":[]}');
    return ["inside", "outside"].map((one) =>
      roles.find(({ name }) => name === one)?.handled ?? 0
    );
  };
  // Of each tick that both have answered come two greetings and four logs.
  await clock.waitFor("is running");
  await eventually(
    async () => (await handled()).every((count) => count >= 40),
    () => clock.output,
  );
  const [inside = 0, outside = 0] = await handled();
  assert.ok(inside < 2 * outside, `${inside} and ${outside}`);
  assert.equal(await clock.stop(), 0, clock.output);
});

Deno.test("a role in a sandbox works with roles of other nodes, and does what it may", async () => {
  await using network = await Network.make({
    clock: {
      roles: {
        timer: { tick: 0.2 },
        logger: { file: "log", nodeRestrict: "*" },
      },
    },
    house: {
      roles: {
        visitor: { type: "guest", permissions: { net: false } },
        lodger: { type: "guest", permissions: { read: "/etc/passwd:." } },
      },
    },
  }, PATHS);
  await writeFiles(network, FILES);
  const clock = network.start("clock");
  const house = network.start("house");
  await clock.waitFor("<lodger@house> lodger says false true");
  await clock.waitFor("<visitor@house> visitor says false false");
  // The private key lies there, too.
  await clock.waitFor("<lodger@house> lodger finds true false");
  assert.equal(await house.stop(), 0);
  assert.equal(await clock.stop(), 0);
});

Deno.test("roles of Kōzō itself run in sandboxes, though a folder of modules has the program in it", async () => {
  await using network = await Network.make({
    house: {
      roles: {
        timer: { tick: 0.1, permissions: {} },
        cuckoo: { permissions: {} },
        sheltered: { type: "cuckoo" },
      },
    },
  }, { rolePath: ROOT });
  const house = network.start("house");
  await house.waitFor("INF cuckoo: Received message");
  await house.waitFor("INF sheltered: Received message");
  assert.equal(await house.stop(), 0);
});

Deno.test("guarantee 7: a role that loops for ever in a sandbox is started anew, and the node and its other roles live on", async () => {
  await using network = await Network.make({
    house: {
      roles: {
        timer: { tick: 0.1 },
        cuckoo: { log: false },
        looper: { type: "guest", permissions: {}, watchdog: 1 },
      },
    },
  }, PATHS);
  await writeFiles(network, FILES);
  const house = network.start("house");
  await house.waitFor(
    /ERR looper: The role failed: it has given no sign of life for 1 s, .*; it starts again /,
  );
  const from = house.output.length;
  await house.waitFor(/(?:Received message[^]*){5}/, { from });
  await house.waitFor(/ERR looper: The role failed: /, { from });
  assert.equal(await house.stop(), 0);
});

Deno.test("what is wrong with a sandbox in the configuration is said with its place", async () => {
  await using network = await Network.make({
    house: {
      roles: {
        visitor: { type: "guest", permissions: { nett: true, read: 7 } },
        lodger: { type: "guest", permissions: true },
        tenant: { type: "guest", watchdog: 3 },
        stranger: { type: "guest", permissions: {}, greetin: "Hi" },
        courier: { type: "guest", permissions: { net: "http://a.org" } },
        thief: { type: "guest", permissions: { write: "." } },
      },
    },
  }, PATHS);
  await writeFiles(network, FILES);
  const house = network.start("house");
  assert.equal(await house.exitCode(), 3);
  const complaints = [
    /Unknown option "nett" in "permissions" of role "visitor" of node "house", did you mean "net"\?/,
    /"read" is 7, expected paths/,
    /"permissions" is true, expected a block of options/,
    /"watchdog" in role "tenant" of node "house" does nothing without "permissions": add "permissions: \{\}"/,
    /in a sandbox: its sandbox has ended with the code 1: invalid value 'http:\/\/a\.org'/,
    /"write" in "permissions" of role "thief" of node "house" covers the private key ".*\/house": move the key, or permit other folders/,
    /Unknown option "greetin" in role "stranger" of node "house", did you mean "greeting"\?/,
  ];
  for (const complaint of complaints) assert.match(house.output, complaint);
  assert.equal(
    house.output.trim().split("\n").length,
    complaints.length,
    house.output,
  );
});
