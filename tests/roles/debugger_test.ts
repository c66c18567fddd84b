import assert from "node:assert/strict";
import inspector from "node:inspector";
import { freePorts } from "../../core/contract/free-ports.ts";
import { watchOpenThings } from "../../core/contract/open-things.ts";
import { GivenEvent, GivenOrder } from "../../core/contract/given-message.ts";
import { roleInfo } from "../../roles/debugger.ts";
import { roleContract } from "../contract/role.ts";
import { DebugClient } from "../support/debug-client.ts";
import { checkRelay, ORIGIN, roleFor, Stage } from "./debugger/stage.ts";

await checkRelay();

roleContract("debugger", roleInfo, {
  config: () => ({ bindPort: freePorts(1)[0] }),
  types: ["debug"],
});

/** Asks by HTTP; gives the status, and the text of the answer. */
async function get(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const { hostname, port, host, pathname } = new URL(url);
  using conn = await Deno.connect({
    hostname: hostname.replace(/[[\]]/g, ""),
    port: Number(port),
  });
  const lines = Object.entries({ host, ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const request = `GET ${pathname} HTTP/1.1\r\n${lines}\r\n`;
  await conn.write(new TextEncoder().encode(request));
  const answer = await new Response(conn.readable).text();
  const [, status = ""] = /^HTTP\/1\.1 (\d+) /.exec(answer) ?? [];
  return { status: Number(status), text: answer };
}

function basic(password: string) {
  return { authorization: `Basic ${btoa(`kozo:${password}`)}` };
}

const UPGRADE = {
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

/** Whether something listens at a port of this machine. */
async function listens(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ port })).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test("The debugger lets in who has the address from its log, until that one goes", async () => {
  const assertClosed = watchOpenThings();
  {
    await using stage = new Stage();
    await stage.open();
    assert.equal(
      stage.host.logs[0],
      `Opened the debugger at 127.0.0.1:${stage.port} for 60 s, as boss@node2 ordered`,
    );
    const client = await DebugClient.connect(stage.address);
    const { result } = await client.ask("Runtime.evaluate", {
      expression: "20 + 1",
    });
    assert.equal((result as { value: number }).value, 21);
    await stage.hasSaid(/^A debugger has come from 127\.0\.0\.1$/);
    assert.equal(await listens(stage.port), false);
    await client.close();
    await stage.hasSaid(/^Closed the debugger: the session has ended$/);
    assert.equal(inspector.url(), undefined);
  }
  await assertClosed();
});

Deno.test("The debugger can be opened again, at another address", async () => {
  await using stage = new Stage();
  await stage.open();
  const first = stage.address;
  await (await DebugClient.connect(first)).close();
  await stage.hasSaid(/^Closed/);
  stage.host.logs.length = 0;
  stage.host.lines.length = 0;
  await stage.open();
  assert.notEqual(stage.address, first);
  await assert.rejects(DebugClient.connect(first));
  await (await DebugClient.connect(stage.address)).close();
});

Deno.test("The debugger answers 401 to a wrong token and to a wrong password, and says so", async () => {
  await using stage = new Stage();
  await stage.open();
  const base = `http://127.0.0.1:${stage.port}`;
  const wrong = stage.address.replace(/.$/, (last) => last === "0" ? "1" : "0")
    .replace("ws:", "http:");
  assert.equal((await get(wrong, UPGRADE)).status, 401);
  const { status, text } = await get(`${base}/json/list`, basic("wrong"));
  assert.equal(status, 401);
  assert.match(text, /^www-authenticate: Basic /m);
  assert.equal((await get(`${base}/json/list`)).status, 401);
  assert.deepEqual(
    stage.host.logs.slice(1),
    Array(3).fill("Refused 127.0.0.1: wrong token or password"),
  );
});

Deno.test("The debugger tells its addresses to who has the password, and no log does", async () => {
  await using stage = new Stage({ password: "open sesame" });
  await stage.open();
  const base = `http://127.0.0.1:${stage.port}`;
  const { status, text } = await get(
    `${base}/json/list`,
    basic("open sesame"),
  );
  assert.equal(status, 200);
  const [target] = JSON.parse(text.split("\r\n\r\n")[1] ?? "");
  const token = target.webSocketDebuggerUrl.split("/").at(-1);
  assert.match(token, /^[\da-f]{64}$/);
  assert.match(
    target.devtoolsFrontendUrl,
    new RegExp(`^devtools://.*${token}`),
  );
  const version = await get(`${base}/json/version`, basic("open sesame"));
  assert.match(version.text, /"Protocol-Version": "1.3"/);
  const logged = JSON.stringify([stage.host.logs, stage.host.lines]);
  assert.ok(!logged.includes(token) && !logged.includes("sesame"), logged);
  await (await DebugClient.connect(target.webSocketDebuggerUrl)).close();
});

Deno.test("The debugger is kept from nobody by 16 who connect and say nothing", async () => {
  await using stage = new Stage();
  await stage.open();
  const silent: Deno.Conn[] = [];
  for (let i = 0; i < 16; i++) {
    silent.push(await Deno.connect({ port: stage.port }));
  }
  const { status } = await get(`http://127.0.0.1:${stage.port}/`);
  assert.equal(status, 401);
  const [oldest] = silent;
  assert.equal(await oldest?.read(new Uint8Array(1)), null);
  for (const conn of silent) conn.close();
});

Deno.test("The debugger closes a connection over which no request comes", async () => {
  await using stage = new Stage();
  await stage.open();
  using conn = await Deno.connect({ port: stage.port });
  assert.equal(await conn.read(new Uint8Array(1)), null);
});

Deno.test("The debugger lets in no page of the web, whatever name it calls it by", async () => {
  await using stage = new Stage();
  await stage.open();
  const address = stage.address.replace("ws:", "http:");
  for (
    const headers of [
      { origin: "http://evil.example" },
      { origin: "http://127.0.0.1" },
      { origin: "null" },
      { host: "evil.example" },
      { host: `127.0.0.1.evil.example:${stage.port}` },
      { host: "" },
    ]
  ) {
    const { status } = await get(address, { ...UPGRADE, ...headers });
    assert.equal(status, 403, JSON.stringify(headers));
  }
  const { text } = await get(address);
  assert.match(text, /^HTTP\/1\.1 426 /);
  const origin = "devtools://devtools";
  const { hostname, port, pathname } = new URL(address);
  using conn = await Deno.connect({ hostname, port: Number(port) });
  const lines = Object.entries({ host: "localhost", origin, ...UPGRADE })
    .map(([name, value]) => `${name}: ${value}\r\n`).join("");
  await conn.write(
    new TextEncoder().encode(`GET ${pathname} HTTP/1.1\r\n${lines}\r\n`),
  );
  const chunk = new Uint8Array(1000);
  const size = await conn.read(chunk);
  const answer = new TextDecoder().decode(chunk.subarray(0, size ?? 0));
  assert.match(answer, /^HTTP\/1\.1 101 /);
});

/** As far from 127.0.0.1, where it listens else, as any address. */
const ELSEWHERE = hasIpv6() ? ["127.0.0.2", "[::1]"] : ["127.0.0.2"];

function hasIpv6(): boolean {
  return Deno.networkInterfaces().some(({ family }) => family === "IPv6");
}

for (const host of ELSEWHERE) {
  Deno.test(`The debugger can be reached from elsewhere with allowRemote only: ${host}`, async () => {
    for (const allowRemote of [false, true]) {
      const password = "123456789012";
      await using stage = new Stage({ allowRemote, password });
      await stage.open();
      const url = `http://${host}:${stage.port}/json/list`;
      const answer = get(url, basic(password));
      if (!allowRemote) await assert.rejects(answer, /refused/i);
      else {
        const { status, text } = await answer;
        assert.equal(status, 200);
        assert.ok(text.includes(`ws://${host}:${stage.port}/`), text);
      }
    }
  });
}

Deno.test("The debugger with allowRemote names who comes by IPv4 as IPv4 does", async () => {
  const password = "123456789012";
  await using stage = new Stage({ allowRemote: true, password });
  await stage.open();
  await get(`http://127.0.0.1:${stage.port}/json/list`, basic("wrong"));
  await stage.hasSaid(/^Refused 127\.0\.0\.1: wrong token or password$/);
});

Deno.test("The debugger closes its port when nobody comes", async () => {
  await using stage = new Stage({ debugTimeout: 2 });
  await stage.open();
  assert.equal(await listens(stage.port), true);
  await stage.hasSaid(/^Closed the debugger: nobody came within 2 s$/);
  assert.equal(await listens(stage.port), false);
  assert.equal(inspector.url(), undefined);
});

Deno.test("V8's own inspector, which asks for no password, takes nobody but the debugger", async () => {
  await using stage = new Stage();
  await stage.open();
  const { port } = new URL(inspector.url() ?? "");
  const connecting = Deno.connect({
    port: Number(port),
    signal: AbortSignal.timeout(500),
  });
  await assert.rejects(connecting, /abort|timed out|timeout/i);
});

Deno.test("The debugger says why it cannot be opened, and goes on", async () => {
  await using stage = new Stage();
  {
    using _taken = Deno.listen({ hostname: "127.0.0.1", port: stage.port });
    stage.order();
    await stage.hasSaid(/^Cannot open/);
    assert.deepEqual(stage.host.logs, [
      `Cannot open the debugger: another program listens on port ${stage.port}: ` +
      'stop it, or choose another "bindPort"',
    ]);
  }
  inspector.open(0);
  stage.order();
  await stage.hasSaid(/: the inspector of this program is open already$/);
  inspector.close();
  await stage.open();
});

Deno.test("The debugger sends no log messages when log is false", async () => {
  await using stage = new Stage({ log: false, debugTimeout: 0.1 });
  stage.order();
  while (!stage.host.texts("info").some((line) => /^Closed/.test(line))) {
    await stage.host.sleep(0.02);
  }
  assert.deepEqual(stage.host.logs, []);
});

Deno.test("The debugger lets go of who debugs when its role ends", async () => {
  const stage = new Stage();
  await stage.open();
  const client = await DebugClient.connect(stage.address);
  await stage[Symbol.asyncDispose]();
  await client.closed();
  assert.equal(stage.host.logs.at(-1), "Closed the debugger: the role ends");
});

Deno.test("The debugger follows the orders on its channel, or all when it has none", () => {
  const order = (type: string, channel?: string) =>
    new GivenOrder(ORIGIN, type, channel, {});
  const all = roleFor({});
  assert.ok(all.isInterestedIn(order("debug")));
  assert.ok(all.isInterestedIn(order("debug", "attic")));
  assert.ok(!all.isInterestedIn(order("bug")));
  assert.ok(
    !all.isInterestedIn(new GivenEvent(ORIGIN, "debug", undefined, {})),
  );
  const cellar = roleFor({ channel: "cellar" });
  assert.ok(cellar.isInterestedIn(order("debug", "cellar")));
  assert.ok(!cellar.isInterestedIn(order("debug")));
  assert.ok(!cellar.isInterestedIn(order("debug", "attic")));
});

Deno.test("The debugger that is open says so when it is ordered again", async () => {
  await using stage = new Stage();
  await stage.open();
  stage.order();
  await stage.hasSaid(
    /^boss@node2 ordered the debugger, which is open already$/,
  );
});

Deno.test("The debugger lets other machines try with a long password only", () => {
  const options = { bindPort: 9229, debugTimeout: 1, channel: null, log: true };
  const check = (allowRemote: boolean, password: string | null) =>
    roleInfo.check({ ...options, allowRemote, password });
  assert.deepEqual(check(false, null), {});
  assert.deepEqual(check(false, "kozo"), {});
  assert.deepEqual(check(true, "123456789012"), {});
  assert.deepEqual(check(false, ""), {
    password: "is empty: give one, or none",
  });
  assert.deepEqual(check(true, null), {
    allowRemote: "is true, so that other machines can try: that takes a " +
      '"password" of at least 12 characters, and there is none',
  });
  assert.match(check(true, "12345678901").allowRemote ?? "", /it has 11$/);
});
