import assert from "node:assert/strict";
import { Network, tcpAt } from "../support/network.ts";
import { BELL_TS, PORTER_JS, UNIX_TS, writeFiles } from "./custom-modules.ts";

Deno.test("a role of one's own has to be on the node that runs it, and nowhere else", async () => {
  await using network = await Network.make({
    door: {
      roles: { doorbell: { type: "gpio-bell", pin: 7 } },
      overrideMainConfiguration: { rolePath: "bells", importPath: "shared" },
    },
    lodge: {
      roles: { porter: {} },
      overrideMainConfiguration: { rolePath: "porters" },
    },
  }, { connectionRetry: 1 });
  await writeFiles(network, {
    "bells/gpio-bell.ts": BELL_TS,
    "shared/helpers/loudness.ts": "export const loudness: number = 35;\n",
    "porters/porter.js": PORTER_JS,
    "porters/greeting.js": 'export const greeting = "Bell at";\n',
  });
  const door = network.start("door");
  const lodge = network.start("lodge");
  await lodge.waitFor(/INF porter: Bell at 42\n/);
  await door.waitFor(/INF doorbell: Heard wanted\n/);
  assert.match(
    door.output,
    /INF modules: The role "porter@lodge" is of the type "porter", for which there is no module here: its options are not checked, and its node is sent every message\n/,
  );
  assert.match(
    lodge.output,
    /INF modules: The role "doorbell@door" is of the type "gpio-bell", /,
  );
  // What was sent unasked, the receiver has filtered.
  assert.doesNotMatch(door.output, /Heard unwanted/);
  assert.equal(await door.stop(), 0);
  assert.equal(await lodge.stop(), 0);
});

Deno.test("a module that is wrong keeps only the node from starting that needs it", async () => {
  await using network = await Network.make({
    door: { roles: { broken: {} } },
    lodge: { roles: { cuckoo: {} } },
  }, { rolePath: "roles" });
  await writeFiles(network, { "roles/broken.js": 'throw new Error("No pin")' });
  const lodge = network.start("lodge");
  await lodge.waitFor('"lodge" is running');
  assert.match(
    lodge.output,
    /WRN modules: The role "broken@door" is of the type "broken", .*; Cannot load ".*\/roles\/broken\.js", line 1, column 7: No pin\n/,
  );
  assert.equal(await lodge.stop(), 0);
});

/** Two nodes whose only transport is one of their own. */
async function makeUnixNetwork(): Promise<Network> {
  const network = await Network.make({
    node1: {
      roles: { timer: { tick: 0.1 } },
      transports: { link: { type: "unix", path: "node1.socket" } },
    },
    node2: {
      roles: { cuckoo: { log: false } },
      transports: { link: { type: "unix", path: "node2.socket" } },
    },
  }, { connectionRetry: 1, transportPath: "transports" });
  await writeFiles(network, { "transports/unix.ts": UNIX_TS });
  return network;
}

Deno.test("two nodes are linked over a transport of one's own", async () => {
  await using network = await makeUnixNetwork();
  network.start("node1");
  const node2 = network.start("node2");
  await node2.waitFor(/Linked with "node1" over link/);
  await node2.waitFor(/INF cuckoo: Received message .* from timer timer@node1/);
  assert.equal(await node2.stop(), 0);
});

Deno.test("a node that lacks another's transport goes without it, and says so once", async () => {
  await using network = await makeUnixNetwork();
  const { node2 } = network.config.system;
  network.config.system.node2 = {
    ...node2,
    transports: { tcp: tcpAt(network.port("node2")) },
    overrideMainConfiguration: { transportPath: [] },
  };
  await network.write();
  const program = network.start("node2");
  await program.waitFor('"node2" is running');
  const line =
    /INF modules: The transport "link@node1" is of the type "unix", for which there is no module here: that node cannot be reached over it from here\n/g;
  assert.equal(program.output.match(line)?.length, 1, program.output);
  assert.equal(await program.stop(), 0);
});

Deno.test("the environment's folders come before those of the configuration", async () => {
  await using network = await Network.make({
    clock: { roles: { speaker: {} } },
  }, { rolePath: "second" });
  const says = (text: string) => `
    import { Role } from "kozo";
    import { word } from "word.js";
    class Speaker extends Role {
      async run() {
        this.info(${JSON.stringify(text)}, word);
        await this.sleep(60);
      }
    }
    export const roleInfo = {
      format: "1.0", class: Speaker, author: "You", version: "1.0",
      description: "Speaks.", config: {},
    };`;
  await writeFiles(network, {
    "first/speaker.js": says("first"),
    "second/speaker.ts": says("second"),
    "words/word.js": 'export const word = "word";',
  });
  const clock = network.start("clock", {
    wrapper: [
      "env",
      `KOZOROLEPATH=nowhere:${network.path("first")}`,
      "KOZOIMPORTPATH=words",
    ],
  });
  await clock.waitFor("INF speaker: first word\n");
  assert.equal(await clock.stop(), 0);
});
