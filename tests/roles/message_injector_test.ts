import assert from "node:assert/strict";
import { MessageError } from "kozo";
import { watchOpenThings } from "../../core/contract/open-things.ts";
import { freePorts } from "../../core/contract/free-ports.ts";
import {
  fakeContext,
  FakeRoleHost,
} from "../../core/contract/fake-role-host.ts";
import {
  Client,
  type ClientOptions,
} from "../../roles/message_injector/client.ts";
import { roleInfo } from "../../roles/message_injector.ts";
import { roleContract } from "../contract/role.ts";
import { eventually } from "../support/eventually.ts";
import { LineClient, Stage } from "./message_injector/stage.ts";

roleContract("message_injector", roleInfo, {
  config: () => ({ bindPort: freePorts(1)[0] }),
});

const TICK = '["event","tick",{}]';

Deno.test("The injector sends events, orders and logs, and says ok to each", async () => {
  await using stage = new Stage();
  using client = await stage.connect();
  assert.equal(await client.ask('["event","tick",{"n":1}]'), "ok");
  assert.equal(
    await client.ask("('order', 'debug', 'cellar', (1, None))"),
    "ok",
  );
  assert.equal(await client.ask('["log","It is on"]'), "ok");
  assert.deepEqual(stage.host.sent, [
    { kind: "event", type: "tick", channel: undefined, data: { n: 1 } },
    { kind: "order", type: "debug", channel: "cellar", data: [1, null] },
  ]);
  assert.deepEqual(stage.host.logs, ["It is on"]);
});

Deno.test("The injector says where a line is wrong, and goes on with the next", async () => {
  await using stage = new Stage();
  using client = await stage.connect();
  using other = await stage.connect();
  assert.equal(
    await client.ask('["event","tick",]'),
    'error: column 1: expected ("event", type, data) or ("event", type, ' +
      "channel, data), found 2 parts",
  );
  assert.equal(
    await client.ask('["event","tick",\u001b]'),
    'error: column 17: expected a value, found "\\u001b"',
  );
  assert.equal(await client.ask(TICK), "ok");
  assert.equal(await other.ask(TICK), "ok");
  assert.equal(stage.host.sent.length, 2);
});

Deno.test("The injector takes CRLF, lines in pieces, several at once, and a last one that is not ended", async () => {
  await using stage = new Stage();
  using client = await stage.connect();
  const [start, end] = ['["log","caf\u00e9 ', '構"]\r\n("log", "two")\n'];
  const bytes = new TextEncoder().encode(start + end + '["log","three"]');
  for (const byte of bytes.subarray(0, 30)) {
    await client.send(Uint8Array.of(byte));
  }
  await client.send(bytes.subarray(30));
  await client.conn.closeWrite();
  for (let i = 0; i < 3; i++) assert.equal(await client.answer(), "ok");
  assert.equal(await client.answer(), undefined);
  assert.deepEqual(stage.host.logs, ["café 構", "two", "three"]);
});

Deno.test("The injector refuses what is not UTF-8, and goes on", async () => {
  await using stage = new Stage();
  using client = await stage.connect();
  assert.equal(await client.ask(TICK), "ok");
  await client.send(Uint8Array.of(0x5b, 0xff, 0x0a));
  assert.equal(await client.answer(), "error: column 2: the line is not UTF-8");
  assert.equal(await client.ask(TICK), "ok");
});

Deno.test("Guarantee 5: the injector refuses a line above maxMessageSize, and goes on", async () => {
  await using stage = new Stage();
  using client = await stage.connect();
  const { maxMessageSize } = stage.role.node.settings;
  await client.send("x".repeat(maxMessageSize + 1));
  assert.equal(
    await client.answer(),
    "error: column 1048577: the line has more than 1048576 bytes",
  );
  await client.send("x".repeat(maxMessageSize));
  assert.equal(await client.ask(`\n${TICK}`), "ok");
  assert.equal(stage.host.sent.length, 1);
});

Deno.test("The injector takes nothing from a page in a browser, however long its request is", async () => {
  const stage = new Stage({ log: true });
  const { maxMessageSize } = stage.role.node.settings;
  for (const path of ["/", `/${"x".repeat(maxMessageSize)}`]) {
    using client = await stage.connect();
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    // It may be gone before it has read all.
    await client.send(`${head}${TICK}\n`).catch(() => {});
    await client.answers();
  }
  await stage[Symbol.asyncDispose]();
  assert.deepEqual(stage.host.sent, []);
  assert.ok(stage.host.logs.some((line) => /this is HTTP/.test(line)));
});

Deno.test("The injector takes nothing from a connection that does not begin with text", async () => {
  await using stage = new Stage({ log: true });
  const { maxMessageSize } = stage.role.node.settings;
  for (
    const opening of [
      [0x16, 0x03, 0x01, 0x02, 0x00], // TLS
      [0x16, ...Array(maxMessageSize + 1).fill(0x20)],
      [0x00, 0x03, 0x00, 0x24], // a call's way through a firewall
      [0x5b, 0xc3], // half a character
    ]
  ) {
    using client = await stage.connect();
    const bytes = [...opening, 0x0a, ...new TextEncoder().encode(`${TICK}\n`)];
    // It may be gone before it has read all.
    await client.send(Uint8Array.from(bytes)).catch(() => {});
    await client.conn.closeWrite().catch(() => {});
    const answers = await client.answers();
    assert.ok(!answers.includes("ok"), `${opening.slice(0, 4)}`);
  }
  assert.deepEqual(stage.host.sent, []);
  const [line] = stage.host.logs;
  assert.match(line ?? "", /^Refused a client at .*: this is no text/);
});

Deno.test("The injector says why a message cannot be sent", async () => {
  await using stage = new Stage();
  stage.host.send = () => {
    throw new MessageError("Cannot send the message: it is too big");
  };
  using client = await stage.connect();
  assert.equal(
    await client.ask(TICK),
    "error: column 1: Cannot send the message: it is too big",
  );
});

Deno.test("Guarantee 5: the injector reads no more from who does not read its answers", async () => {
  await using stage = new Stage();
  using client = await stage.connect();
  const lines = new TextEncoder().encode("\n".repeat(64 * 1024));
  let taken = 0;
  let isOver = false;
  const sending = (async () => {
    while (!isOver) taken += await client.conn.write(lines);
  })().catch(() => {});
  let before = -1;
  await eventually(async () => {
    before = taken;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return taken > 0 && taken === before;
  }, () => `It still takes lines: ${taken} bytes`);
  // What is not taken waits in the system's buffers, on both ends.
  assert.ok(taken < 32 * 1024 * 1024, `${taken}`);
  using other = await stage.connect();
  assert.equal(await other.ask(TICK), "ok");
  isOver = true;
  await other.ask(TICK);
  stage.host.stop();
  await sending;
});

Deno.test("The injector logs what it injects and what it refuses, unless log is false", async () => {
  await using stage = new Stage({ log: true });
  using client = await stage.connect();
  await client.ask(TICK);
  await client.ask("x");
  await client.ask(`["event","tick","${"y".repeat(300)}"]`);
  assert.deepEqual(stage.host.logs.slice(0, 2), [
    `Injected ${TICK}`,
    'Refused a line: column 1: expected a list or a tuple, found "x"',
  ]);
  assert.match(stage.host.logs[2] ?? "", /^Injected .{200}…$/);
});

Deno.test("The injector wants the password first where there is one", async () => {
  await using stage = new Stage({ password: "open sesame", log: true });
  using client = await stage.connect();
  assert.equal(await client.ask('["password", "open sesame"]'), "ok");
  assert.equal(await client.ask(TICK), "ok");
  for (
    const [line, fault] of [
      [TICK, 'expected the password first: ["password", "…"]'],
      ['["password","open"]', "the password is wrong"],
      ["x".repeat(2000), "the line has more than 1024 bytes"],
    ] as const
  ) {
    using stranger = await stage.connect();
    const answer = await stranger.ask(line) ?? "";
    assert.match(answer, /^error: column \d+: /);
    assert.ok(answer.endsWith(fault), answer);
    // It may be gone so fast that what was sent after that comes back.
    const next = await stranger.ask(TICK).catch(() => undefined);
    assert.equal(next, undefined);
  }
  assert.equal(stage.host.sent.length, 1);
  assert.ok(!stage.host.logs.some((line) => line.includes("sesame")));
  assert.deepEqual(
    stage.host.logs.filter((line) => line.startsWith("Refused")),
    [
      "Refused a client at 127.0.0.1: expected the password first: " +
      '["password", "…"]',
    ],
  );
});

Deno.test("The injector answers strangers late, whatever they say, and repeats nothing of it", async () => {
  for (
    const line of [
      "junk",
      '["password","junk"]',
      '["password" junk]',
      '["junk","junk"]',
      "GET /junk HTTP/1.1",
      "junk".repeat(300),
    ]
  ) {
    const seen: string[] = [];
    const { client, serving } = await serveInHurry("secret", {
      patience: { stranger: 60, known: 60, refusal: 7 },
      sleep(seconds) {
        seen.push(`waits ${seconds} s`);
        return Promise.resolve();
      },
      refuse: () => seen.push("takes it for a known one"),
      refuseStranger: ({ message }) => seen.push(message),
    });
    assert.match(await client.ask(line) ?? "", /^error: /);
    await serving;
    client[Symbol.dispose]();
    assert.equal(seen.at(-1), "waits 7 s", line);
    assert.equal(seen.length, 2, line);
    assert.doesNotMatch(seen.join(), /junk/);
  }
});

/** Serves one client in a hurry, and says when that has ended. */
async function serveInHurry(
  password: string | null,
  options: Partial<ClientOptions> = {},
) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const client = new LineClient(
    await Deno.connect({ port: listener.addr.port }),
  );
  const conn = await listener.accept();
  listener.close();
  const serving = new Client(conn, {
    limit: 1024,
    password,
    patience: { stranger: 0.1, known: 0.1, refusal: 7 },
    signal: new AbortController().signal,
    sleep: () => Promise.resolve(),
    letIn() {},
    inject() {},
    refuse() {},
    refuseStranger() {},
    ...options,
  }).serve();
  return { client, serving };
}

Deno.test("The injector lets go of who keeps still, with a password and before", async () => {
  for (const password of [null, "secret"]) {
    const { client, serving } = await serveInHurry(password);
    await serving;
    assert.equal(await client.answer(), undefined);
    client[Symbol.dispose]();
  }
});

Deno.test("The injector turns away the 33rd client, and takes one when another has gone", async () => {
  await using stage = new Stage();
  const clients: LineClient[] = [];
  for (let i = 0; i < 32; i++) clients.push(await stage.connect());
  for (const client of clients) assert.equal(await client.ask(TICK), "ok");
  using late = await stage.connect();
  assert.equal(
    await late.answer(),
    "error: column 1: 32 clients are connected, the most that may be",
  );
  clients.pop()?.[Symbol.dispose]();
  await eventually(async () => {
    using next = await stage.connect();
    return await next.ask(TICK).catch(() => "") === "ok";
  }, () => "Nobody is let in any more");
  for (const client of clients) client[Symbol.dispose]();
});

Deno.test("The injector keeps its places for those who have given the password", async () => {
  await using stage = new Stage({ password: "secret" });
  const password = '["password","secret"]';
  const known: LineClient[] = [];
  for (let i = 0; i < 28; i++) {
    const client = await stage.connect();
    assert.equal(await client.ask(password), "ok");
    known.push(client);
  }
  const silent: LineClient[] = [];
  for (let i = 0; i < 4; i++) silent.push(await stage.connect());
  using late = await stage.connect();
  assert.match(await late.answer() ?? "", /^error: column 1: 4 of your addre/);
  silent.pop()?.[Symbol.dispose]();
  await eventually(async () => {
    using owner = await stage.connect();
    return await owner.ask(password).catch(() => "") === "ok";
  }, () => "The owner is not let in");
  for (const client of [...known, ...silent]) client[Symbol.dispose]();
});

Deno.test("The injector leaves nothing open of 100 clients, however they go", async () => {
  await using stage = new Stage();
  const assertGone = watchOpenThings();
  for (let i = 0; i < 100; i++) {
    using client = await stage.connect();
    if (i % 2 === 0) await client.ask(TICK);
    else await client.send(TICK);
  }
  await assertGone();
});

Deno.test("The injector hangs up when it ends", async () => {
  await using stage = new Stage();
  using client = await stage.connect();
  assert.equal(await client.ask(TICK), "ok");
  stage.host.stop();
  assert.equal(await client.answer().catch(() => undefined), undefined);
});

Deno.test("The injector says when its port is taken", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const config = {
    bindAddress: "localhost",
    bindPort: port,
    password: null,
    log: true,
  };
  const role = new roleInfo.class(
    fakeContext("injector", config, new FakeRoleHost()),
  );
  role.localInit();
  await assert.rejects(role.run(), {
    name: "KozoError",
    message: `Cannot listen on port ${port} of "localhost": another program ` +
      'listens there: stop it, or choose another "bindPort" for the role ' +
      '"injector" of "node1"',
  });
});

Deno.test("The injector listens beyond this machine with a password only", () => {
  const { check } = roleInfo;
  const options = { bindPort: 7050, log: true };
  for (const bindAddress of ["localhost", "127.0.0.1", "127.9.9.9", "::1"]) {
    assert.deepEqual(check({ ...options, bindAddress, password: null }), {});
  }
  for (const bindAddress of ["", "0.0.0.0", "::", "192.168.1.2", "127.x"]) {
    assert.deepEqual(check({ ...options, bindAddress, password: null }), {
      bindAddress: `is "${bindAddress}", where other machines can inject ` +
        'messages: give a "password", or listen on "localhost"',
    });
    assert.deepEqual(check({ ...options, bindAddress, password: "x" }), {});
  }
  assert.deepEqual(
    check({ ...options, bindAddress: "localhost", password: "" }),
    { password: "is empty: give one, or none" },
  );
});
