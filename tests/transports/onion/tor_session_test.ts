import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { type Endpoint, type Environment, LinkError, LinkReason } from "kozo";
import { realEnvironment } from "../../../core/environment.ts";
import { fastEnvironment } from "../../../core/contract/transport-pair.ts";
import {
  TorSession,
  type TorSessionOptions,
} from "../../../transports/onion/tor-session.ts";
import { withFolder } from "../../scripts/temporary-folder.ts";
import { eventually } from "../../support/eventually.ts";
import { answering, phase, UP, withListener } from "./fake-tor.ts";

const UPLOADED = "650 HS_DESC UPLOADED hall UNKNOWN relay\r\n";

const NO_ORDERS = { orders: [], farewell: [] };

const SERVICE = { name: "hall.onion", order: "ADD_ONION hall" };

/** For tests in which the session waits for long. */
const HASTY = { environment: fastEnvironment(100) };

const SERVING = { ...HASTY, orders: { ...NO_ORDERS, service: SERVICE } };

interface Stage {
  readonly session: TorSession;
  /** What the session has logged. */
  readonly lines: string[];
  /** Ends the session. */
  end(): Promise<void>;
}

function start(
  endpoint: Endpoint,
  where: string,
  options: Partial<TorSessionOptions> = {},
): Stage {
  const life = new AbortController();
  const lines: string[] = [];
  const session = new TorSession({
    endpoint,
    where,
    orders: NO_ORDERS,
    environment: realEnvironment,
    log: (level, text) => lines.push(`${level} ${text}`),
    ...options,
  });
  const running = session.run(life.signal);
  const end = async () => {
    life.abort();
    await running;
  };
  return { session, lines, end };
}

/** A session with a Tor that listens at a Unix socket. */
async function withTor(
  serve: (socket: Socket) => void,
  options: Partial<TorSessionOptions>,
  work: (stage: Stage) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const path = `${folder}/control`;
    await withListener({ path }, serve, async () => {
      const stage = start({ path }, path, options);
      try {
        await work(stage);
      } finally {
        await stage.end();
      }
    });
  });
}

/** Notes for how long somebody waits. */
function recordingEnvironment(waits: number[]): Environment {
  const { environment } = HASTY;
  return {
    ...environment,
    after(seconds, callback) {
      waits.push(seconds);
      return environment.after(seconds, callback);
    },
  };
}

Deno.test("a session gives up on whoever says nothing at the control port, and dials say that Tor is down", async () => {
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = silent.addr;
  const where = `127.0.0.1:${port}`;
  const endpoint = { host: "127.0.0.1", port };
  const { session, lines, end } = start(endpoint, where, HASTY);
  await eventually(() => lines.length > 0, () => "it has said nothing");
  assert.deepEqual(lines, [
    `warning tor-down: Cannot give orders to Tor at ${where}: no answer within 10 s`,
  ]);
  const { signal } = new AbortController();
  await assert.rejects(
    session.ready(signal),
    (error) =>
      error instanceof LinkError && error.reason === LinkReason.TorDown,
  );
  await end();
});

for (const mute of ["SETEVENTS", "GETINFO", "ADD_ONION"]) {
  Deno.test(`a session gives up on a Tor that does not answer to ${mute}`, async () => {
    const serve = answering({ ...UP, [mute]: () => "" });
    await withTor(serve, SERVING, async ({ lines }) => {
      // Soon after that it tries anew, and is in another state.
      const says = /^warning tor-down: .*: no answer within 30 s$/;
      await eventually(
        () => lines.some((line) => says.test(line)),
        () => lines.join("\n"),
      );
    });
  });
}

Deno.test("a session notices that a Tor which was well hangs", async () => {
  let asked = 0;
  const GETINFO = () => ++asked > 2 ? "" : UP.GETINFO?.("") ?? "";
  await withTor(answering({ ...UP, GETINFO }), HASTY, async ({ lines }) => {
    await eventually(() => lines.length > 1, () => lines.join("\n"));
    assert.equal(lines[0], "info Tor is ready");
    assert.match(
      lines[1] ?? "",
      /^warning tor-down: .* no answer within 30 s$/,
    );
  });
});

/** Ways in which Tor says that its network is gone, and that it is back. */
const LOSSES = [
  [
    "STATUS_CLIENT NOTICE CIRCUIT_NOT_ESTABLISHED REASON=CLOCK_JUMPED",
    "STATUS_CLIENT NOTICE CIRCUIT_ESTABLISHED",
  ],
  ["NETWORK_LIVENESS DOWN", "NETWORK_LIVENESS UP"],
] as const;

for (const [gone, back] of LOSSES) {
  Deno.test(`a session hears ${gone}, and that it is over`, async () => {
    const sockets: Socket[] = [];
    const serve = (socket: Socket) => {
      sockets.push(socket);
      answering(UP)(socket);
    };
    await withTor(serve, {}, async ({ session, lines }) => {
      const { signal } = new AbortController();
      await session.ready(signal);
      sockets[0]?.write(`650 ${gone}\r\n`);
      await eventually(
        () => session.trouble?.reason === LinkReason.TorStarting,
        () => lines.join("\n"),
      );
      // A dial may be what has Tor look for its network.
      await session.ready(signal);
      sockets[0]?.write(`650 ${back}\r\n`);
      await eventually(
        () => session.trouble === undefined,
        () => lines.join("\n"),
      );
      const [, loss = "", end] = lines;
      assert.match(loss, /^warning tor-starting: Tor has lost its network, /);
      assert.equal(end, "info Tor is ready");
    });
  });
}

Deno.test("a session does not take a Tor that has just started for one that has lost its network", async () => {
  const GETINFO = () =>
    "250-status/circuit-established=0\r\n250-network-liveness=up\r\n" +
    phase(45, "Asking for relays");
  const sockets: Socket[] = [];
  const serve = (socket: Socket) => {
    sockets.push(socket);
    answering({ ...UP, GETINFO })(socket);
  };
  await withTor(serve, {}, async ({ session, lines }) => {
    await eventually(() => lines.length > 0, () => "it has said nothing");
    const news = "650 STATUS_CLIENT NOTICE ";
    // In this order Tor says so.
    sockets[0]?.write(`${news}BOOTSTRAP PROGRESS=100 TAG=x SUMMARY="Done"\r\n`);
    sockets[0]?.write(`${news}CIRCUIT_ESTABLISHED\r\n`);
    await session.ready(new AbortController().signal);
    assert.deepEqual(lines, [
      "info tor-starting: Tor is still starting: 45 %, Asking for relays",
      "info Tor is ready",
    ]);
  });
});

Deno.test("a session finds out that Tor has no circuits any more, though that is no news", async () => {
  let asked = 0;
  // As Tor answers after "SETCONF DisableNetwork=1", of which it tells nobody.
  const GETINFO = () =>
    ++asked === 2
      ? `250-status/circuit-established=0\r\n${UP.GETINFO?.("")}`
      : `250-status/circuit-established=1\r\n${UP.GETINFO?.("")}`;
  await withTor(answering({ ...UP, GETINFO }), HASTY, async ({ lines }) => {
    await eventually(() => lines.length > 2, () => lines.join("\n"));
    assert.match(lines[1] ?? "", /^warning tor-starting: /);
    assert.equal(lines[2], "info Tor is ready");
  });
});

Deno.test("a session asks for its service until Tor makes it, and says once why it does not", async () => {
  let tries = 0;
  const ADD_ONION = () =>
    ++tries < 12 ? "550 Onion address collision\r\n" : `250 OK\r\n${UPLOADED}`;
  const serve = answering({ ...UP, ADD_ONION });
  await withTor(serve, SERVING, async ({ lines }) => {
    const isPublished = () => lines.includes("info Published as hall.onion");
    await eventually(isPublished, () => lines.join("\n"));
    assert.equal(tries, 12);
    assert.equal(lines.filter((one) => one.includes("collision")).length, 1);
  });
});

Deno.test("a session does not take a service of somebody else for its own", async () => {
  let tries = 0;
  const ADD_ONION = () => {
    tries++;
    return `550 Onion address collision\r\n${UPLOADED}`;
  };
  const serve = answering({ ...UP, ADD_ONION });
  await withTor(serve, SERVING, async ({ lines }) => {
    await eventually(() => tries > 3, () => `${tries}`);
    assert.deepEqual(lines.filter((one) => one.includes("Published")), []);
  });
});

Deno.test("a session that was with Tor is back a second after each end", async () => {
  const waits: number[] = [];
  let visits = 0;
  const GETINFO = () => {
    visits++;
    return UP.GETINFO?.("") ?? "";
  };
  const serve = (socket: Socket) => {
    answering({ ...UP, GETINFO })(socket);
    socket.on("data", (text) => {
      if (String(text).includes("GETINFO")) socket.end();
    });
  };
  const environment = recordingEnvironment(waits);
  await withTor(serve, { environment }, async () => {
    await eventually(() => visits > 4, () => `${visits} visits`);
  });
  // The others are the time limits of the sessions.
  assert.deepEqual([...new Set(waits)].sort(), [1, 10, 30]);
});

/** Writes down what Tor is asked, and has it say yes. */
function notebook() {
  const asked: string[] = [];
  const note = (line: string) => {
    asked.push(line);
    return "250 OK\r\n";
  };
  return { asked, note };
}

Deno.test("a session with other orders gives them at once, and takes back those that are gone", async () => {
  const { asked, note } = notebook();
  const serve = answering({
    ...UP,
    ADD_ONION: note,
    ONION_CLIENT_AUTH_ADD: note,
    ONION_CLIENT_AUTH_REMOVE: note,
  });
  const client = (name: string, key = "key") => ({
    order: `ONION_CLIENT_AUTH_ADD ${name} x25519:${key}`,
    farewell: `ONION_CLIENT_AUTH_REMOVE ${name}`,
  });
  const ordersFor = (
    service: string,
    ...clients: ReturnType<typeof client>[]
  ) => ({
    orders: clients.map(({ order }) => order),
    farewell: clients.map(({ farewell }) => farewell),
    service: { name: "hall.onion", order: service },
  });
  const [shed, barn, loft] = [client("shed"), client("barn"), client("loft")];
  const before = ordersFor("ADD_ONION for one", shed, barn);
  const after = ordersFor("ADD_ONION for two", barn, loft);
  await withTor(serve, { orders: before }, async ({ session, end, lines }) => {
    const has = (count: number) =>
      eventually(() => asked.length === count, () => asked.join("\n"));
    await has(3);
    session.follow(ordersFor("ADD_ONION for one", shed, barn));
    session.follow(after);
    await has(7);
    assert.deepEqual(asked, [
      ...[shed.order, barn.order, "ADD_ONION for one"],
      shed.farewell,
      ...[barn.order, loft.order, "ADD_ONION for two"],
    ]);
    await end();
    await has(9);
    assert.deepEqual(asked.slice(7), [barn.farewell, loft.farewell]);
    assert.deepEqual(lines.filter((line) => line.includes("tor-down")), []);
  });
});

Deno.test("a session that ends has Tor forget the keys that Tor would keep", async () => {
  const { asked, note } = notebook();
  const serve = answering({
    ...UP,
    ONION_CLIENT_AUTH_ADD: note,
    ONION_CLIENT_AUTH_REMOVE: note,
  });
  const orders = ["ONION_CLIENT_AUTH_ADD hall x25519:key"];
  const farewell = ["ONION_CLIENT_AUTH_REMOVE hall"];
  await withTor(
    serve,
    { orders: { orders, farewell } },
    async ({ session, end }) => {
      await session.ready(new AbortController().signal);
      assert.deepEqual(asked, orders);
      await end();
      assert.deepEqual(asked, [...orders, ...farewell]);
    },
  );
});
