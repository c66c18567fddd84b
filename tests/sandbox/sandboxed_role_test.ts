import assert from "node:assert/strict";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { once } from "node:events";
import {
  NO_PERMISSIONS,
  type Permissions,
} from "../../core/sandbox/permissions.ts";
import { launchCompiled } from "../../core/sandbox/launch.ts";
import { Event, Log } from "kozo";
import { unwantedBy } from "../../core/runtime/unwanted.ts";
import { encodeValue } from "../../core/wire/value.ts";
import { eventually } from "../support/eventually.ts";
import { Cell } from "./cell.ts";

Deno.test("a role in a sandbox gets, sends, logs and stores as any other does", async () => {
  const cell = new Cell("parrot", { config: { word: "Heard" } });
  cell.host.stored = { was: "here" };
  await cell.start();
  const data = {
    list: [1, null, "é"],
    bytes: Uint8Array.of(1, 2),
    n: 2n ** 63n,
  };
  cell.order("repeat", data);
  await cell.hasSent(1);
  await eventually(() => cell.host.logs.length > 0, () => "It logs nothing");
  await cell.stop();
  assert.deepEqual(cell.host.sent, [
    {
      kind: "event",
      type: "repeat",
      channel: undefined,
      data: { data, sender: "boss", senderRole: "desk" },
    },
    { kind: "event", type: "over", channel: undefined, data: {} },
  ]);
  assert.deepEqual(cell.host.logs, ["Heard parrot node1"]);
  assert.deepEqual(cell.host.texts("info"), ["I remember { was: 'here' }"]);
  assert.deepEqual(cell.host.stored, data);
});

Deno.test("a role in a sandbox does not start with options that do not go together", async () => {
  const cell = new Cell("parrot", { config: { word: "" } });
  await assert.rejects(cell.start(), {
    name: "StartError",
    message: 'Cannot start the role "parrot": "word" is empty, expected a word',
  });
  await cell.stop();
});

Deno.test("a role in a sandbox says there what it is interested in", async () => {
  await using cell = await new Cell("parrot").start();
  const origin = { sender: "boss", senderRole: "desk", timestamp: 1 };
  cell.host.push(new Event(origin, "tick", undefined, encodeValue({})));
  cell.order("one");
  await cell.hasSent(1);
  assert.deepEqual(cell.host.sent.map(({ type }) => type), ["one"]);
});

Deno.test("thousands of messages go through a sandbox in order, none is lost", async () => {
  await using cell = await new Cell("parrot").start();
  const COUNT = 3000;
  for (let i = 0; i < COUNT; i++) cell.order("count", i);
  await cell.hasSent(COUNT);
  const numbers = cell.host.sent.map(({ data }) =>
    (data as { data: number }).data
  );
  assert.deepEqual(numbers, Array.from({ length: COUNT }, (_, i) => i));
});

Deno.test("a role in a sandbox tells what it was given and did not want", async () => {
  await using cell = await new Cell("parrot").start();
  const origin = { sender: "boss", senderRole: "desk", timestamp: 1 };
  for (let i = 0; i < 5; i++) cell.host.push(new Log(origin, "nothing to it"));
  for (let i = 0; i < 3; i++) cell.order("count", i);
  await cell.hasSent(3);
  await eventually(
    () => unwantedBy(cell.role) === 5,
    () => `It did not want ${unwantedBy(cell.role)}`,
  );
});

/** What each kind of permission allows: what is tried, and what it takes. */
const DEEDS: readonly [
  deed: string,
  data: (place: Place) => unknown,
  permissions: (place: Place) => Partial<Permissions>,
][] = [
  ["read", ({ file }) => file, ({ folder }) => ({ read: [folder] })],
  ["write", ({ file }) => file, ({ folder }) => ({ write: [folder] })],
  ["env", () => "HOME", () => ({ env: ["HOME"] })],
  [
    "connect",
    ({ port }) => port,
    ({ port }) => ({ net: [`127.0.0.1:${port}`] }),
  ],
  ["run", () => null, () => ({ run: ["true"] })],
  ["ffi", () => null, () => ({ ffi: true })],
  ["sys", () => null, () => ({ sys: ["hostname"] })],
];

interface Place {
  readonly folder: string;
  readonly file: string;
  readonly port: number;
}

Deno.test("a role in a sandbox may do what its permissions say, and nothing else", async (t) => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/file`;
  await Deno.writeTextFile(file, "some text");
  const server = createServer((socket) => socket.destroy()).listen(0);
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const place = { folder, file, port: address.port };
  try {
    await using none = await new Cell("rogue").start();
    for (const [deed, data, permissions] of DEEDS) {
      await t.step(deed, async () => {
        const before = none.host.sent.length;
        none.order(deed, data(place));
        await none.hasSent(before + 1);
        const refused = none.host.sent.at(-1);
        assert.equal(refused?.type, "refused");
        assert.match(String(refused?.data), /NotCapable: Requires/);
        await using some = await new Cell("rogue", {
          permissions: permissions(place),
        }).start();
        some.order(deed, data(place));
        await some.hasSent(1);
        assert.equal(
          some.host.sent[0]?.type,
          "done",
          `${some.host.sent[0]?.data}`,
        );
      });
    }
  } finally {
    server.close();
    await once(server, "close");
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test('a role in a sandbox has what "kozo" itself imports late', async () => {
  const permissions = { ffi: true } as const;
  for (const isCompiled of [false, true]) {
    await using cell = await new Cell("rogue", { isCompiled, permissions })
      .start();
    cell.order("publish");
    await cell.hasSent(1);
    const [{ data } = { data: undefined }] = cell.host.sent;
    assert.match(String(data), /^BluetoothError: /);
  }
});

Deno.test("a sandbox has the flags for V8 that its node has, and a limit of memory of its own", async () => {
  const before = Deno.env.get("DENO_V8_FLAGS");
  for (const inherited of ["--no-lazy", "", undefined]) {
    if (inherited === undefined) Deno.env.delete("DENO_V8_FLAGS");
    else Deno.env.set("DENO_V8_FLAGS", inherited);
    try {
      const permissions = { env: ["DENO_V8_FLAGS"] };
      const options = { permissions, memoryLimit: 200 };
      await using cell = await new Cell("rogue", options).start();
      cell.order("env", "DENO_V8_FLAGS");
      await cell.hasSent(1);
      const [{ data } = { data: undefined }] = cell.host.sent;
      const limit = "--max-old-space-size=200";
      assert.equal(data, inherited ? `${inherited},${limit}` : limit);
    } finally {
      if (before === undefined) Deno.env.delete("DENO_V8_FLAGS");
      else Deno.env.set("DENO_V8_FLAGS", before);
    }
  }
});

Deno.test("a role in a sandbox may read the folder of its module, and import from there alone", async () => {
  await using cell = await new Cell("rogue").start();
  cell.order("import", new URL("roles/parrot.ts", import.meta.url).href);
  cell.order("import", new URL("cell.ts", import.meta.url).href);
  await cell.hasSent(2);
  assert.deepEqual(cell.host.sent.map(({ type }) => type), ["done", "refused"]);
});

Deno.test("a role in a sandbox does not get at the disk without a file", async () => {
  await using cell = await new Cell("rogue").start();
  cell.order("keep");
  cell.order("cache");
  await cell.hasSent(2);
  assert.deepEqual(cell.host.sent.map(({ type }) => type), [
    "refused",
    "refused",
  ]);
});

Deno.test("where memory ends the system takes a sandbox before any other process", async () => {
  const permissions = { run: ["cat"] };
  await using cell = await new Cell("rogue", { permissions }).start();
  // A process that it starts inherits this.
  cell.order("readBy", "/proc/self/oom_score_adj");
  await cell.hasSent(1);
  assert.equal(cell.host.sent[0]?.data, "1000\n".length);
});

Deno.test("a role in a sandbox touches no private key by its path, whatever it is permitted", async () => {
  const folder = await Deno.makeTempDir();
  const key = `${folder}/a,b.key`;
  await Deno.writeTextFile(key, "some text");
  await Deno.writeTextFile(`${folder}/other`, "some text");
  const permissions = { read: true, write: [folder] } as const;
  try {
    await using cell = await new Cell("rogue", { permissions, secrets: [key] })
      .start();
    for (const file of ["a,b.key", "other"]) {
      cell.order("read", `${folder}/${file}`);
      cell.order("write", `${folder}/${file}`);
    }
    await cell.hasSent(4);
    assert.deepEqual(
      cell.host.sent.map(({ type }) => type),
      ["refused", "refused", "done", "done"],
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a role that loops for ever in its sandbox is ended by the watchdog", async () => {
  await using cell = await new Cell("rogue", { watchdog: 1 }).start();
  cell.order("loop");
  assert.equal(
    await cell.hasFailed(),
    'it has given no sign of life for 1 s, as "watchdog" allows: let it wait ' +
      "for something now and then",
  );
});

for (const how of ["eat", "gulp"]) {
  Deno.test(`a role that takes more and more memory ends its sandbox alone (${how})`, async () => {
    await using cell = await new Cell("rogue", { memoryLimit: 128 }).start();
    cell.order(how);
    assert.match(
      await cell.hasFailed(),
      /^its sandbox (?:takes \d+ MB, more than "memoryLimit" \(128\) allows|has ended (?:by SIG\w+|with the code \d+))$/,
    );
  });
}

Deno.test("a role that ends its process ends itself alone", async () => {
  for (
    const [deed, how] of [["exit", "with the code 3"], ["kill", "by SIGKILL"]]
  ) {
    await using cell = await new Cell("rogue", { permissions: { run: true } })
      .start();
    cell.order(deed ?? "");
    assert.equal(await cell.hasFailed(), `its sandbox has ended ${how}`);
  }
});

Deno.test("what a role in a sandbox prints, and what it forgot to handle, is in the log", async () => {
  await using cell = await new Cell("rogue").start();
  cell.order("print", "some\u001b[31mwords");
  cell.order("forget");
  await cell.hasSent(2);
  await eventually(
    () => cell.host.lines.length >= 2,
    () => JSON.stringify(cell.host.lines),
  );
  assert.deepEqual(cell.host.texts("info"), ["some\\u001b[31mwords"]);
  assert.deepEqual(cell.host.texts("error"), [
    "Nobody handled an error: nobody waits",
  ]);
});

Deno.test("a role that prints without an end costs its node a few short lines", async () => {
  await using cell = await new Cell("rogue").start();
  const start = performance.now();
  cell.order("flood");
  await cell.hasSent(1);
  await eventually(() => cell.host.lines.length > 0, () => "No line came");
  const printed = cell.host.texts("info");
  const seconds = (performance.now() - start) / 1000;
  // Fifty a second, and one that counts the others.
  assert.ok(
    printed.length <= 51 * (1 + seconds),
    `${printed.length} lines in ${seconds} s`,
  );
  assert.ok(printed.every((line) => line.length <= 1001));
});

Deno.test("a role that does what it may not is told how to be allowed to", async () => {
  await using cell = await new Cell("rogue").start();
  cell.order("open");
  assert.equal(
    await cell.hasFailed(),
    'Requires read access to "/etc/hostname": add it to the "read" of the ' +
      'role\'s "permissions"',
  );
});

for (const isCompiled of [false, true]) {
  const where = isCompiled ? ", in a compiled program either" : "";
  Deno.test(`a role in a sandbox does not reach the network by an import${where}`, async () => {
    let requests = 0;
    const server = createHttpServer((_request, response) => {
      requests++;
      response.setHeader("content-type", "text/javascript");
      response.end("export const x = 1;");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    try {
      await using cell = await new Cell("rogue", { isCompiled }).start();
      cell.order("import", "npm:left-pad@1.3.0");
      cell.order("import", `http://127.0.0.1:${address.port}/x.js`);
      await cell.hasSent(2);
      const types = cell.host.sent.map(({ type }) => type);
      assert.deepEqual(types, ["refused", "refused"]);
      assert.equal(requests, 0);
    } finally {
      server.close();
      await once(server, "close");
    }
  });
}

Deno.test("a role that cannot start in its sandbox says why", async () => {
  const cell = new Cell("rogue", { name: "late" });
  await assert.rejects(cell.start(), {
    name: "StartError",
    message: "There is no pin 4",
  });
  await cell.stop();
  const missing = new Cell("missing");
  await assert.rejects(missing.start(), /there is no such file/);
  await missing.stop();
});

Deno.test("a sandbox does not hold back what docs/sandbox.md says it does not", async (t) => {
  const folder = await Deno.makeTempDir();
  const secret = await Deno.makeTempFile();
  await Deno.writeTextFile(secret, "some text");
  await Deno.symlink(secret, `${folder}/link`);
  try {
    await t.step("a role that is busy all the time", async () => {
      await using cell = await new Cell("rogue", { watchdog: 4 }).start();
      cell.order("busy");
      await cell.hasSent(1);
      assert.equal(cell.host.sent[0]?.type, "done");
    });
    await t.step("a link in a folder that may be read", async () => {
      const permissions = { read: [folder] };
      await using cell = await new Cell("rogue", { permissions }).start();
      cell.order("read", secret);
      cell.order("read", `${folder}/link`);
      await cell.hasSent(2);
      const types = cell.host.sent.map(({ type }) => type);
      assert.deepEqual(types, ["refused", "done"]);
    });
    await t.step("a private key, where all may be written", async () => {
      const permissions = { read: true, write: true } as const;
      const secrets = [secret];
      await using cell = await new Cell("rogue", { permissions, secrets })
        .start();
      cell.order("link", secret);
      cell.order("read", `${secret}.link`);
      await cell.hasSent(2);
      await Deno.remove(`${secret}.link`);
      const types = cell.host.sent.map(({ type }) => type);
      assert.deepEqual(types, ["done", "done"]);
    });
    await t.step("a program that may be started", async () => {
      const permissions = { run: ["cat"] };
      await using cell = await new Cell("rogue", { permissions }).start();
      cell.order("readBy", secret);
      await cell.hasSent(1);
      assert.equal(cell.host.sent[0]?.data, "some text".length);
    });
    await t.step("messages of any kind, in the role's own name", async () => {
      await using cell = await new Cell("parrot").start();
      cell.order("open the door");
      await cell.hasSent(1);
      assert.equal(cell.host.sent[0]?.type, "open the door");
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
    await Deno.remove(secret);
  }
});

Deno.test("in a compiled program no sandbox may read a folder with a private key", () => {
  const secrets = ["/home/pi/kozo/clock.key"];
  const launch = (read: Permissions["read"]) =>
    launchCompiled({ ...NO_PERMISSIONS, read }, secrets);
  assert.throws(() => launch(["/home/pi/kozo"]), /move the key elsewhere/);
  assert.throws(() => launch(secrets), /move the key elsewhere/);
  assert.ok(launch(["/home/pi/kozo2"]));
});

Deno.test("in a compiled program a sandbox holds back the same", async () => {
  const isCompiled = true;
  await using cell = await new Cell("rogue", {
    isCompiled,
    permissions: { sys: ["hostname"] },
    watchdog: 2,
  }).start();
  for (const [deed, data] of [["read", "/etc/hostname"], ["run"], ["sys"]]) {
    cell.order(deed ?? "", data);
  }
  await cell.hasSent(3);
  assert.deepEqual(cell.host.sent.map(({ type }) => type), [
    "refused",
    "refused",
    "done",
  ]);
  cell.order("loop");
  assert.match(await cell.hasFailed(), /^it has given no sign of life for 2 s/);
});

Deno.test("in a compiled program a role ends its sandbox well", async () => {
  const cell = await new Cell("parrot", { isCompiled: true }).start();
  cell.order("one");
  await cell.hasSent(1);
  await cell.stop();
  assert.equal(cell.host.sent.at(-1)?.type, "over");
});
