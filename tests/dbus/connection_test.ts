import assert from "node:assert/strict";
import { DbusConnection } from "../../core/dbus/connection.ts";
import { DbusError } from "../../core/dbus/dbus-error.ts";
import {
  type DbusMessage,
  decodeMessage,
  encodeMessage,
  messageSize,
  MessageType,
} from "../../core/dbus/message.ts";
import { eventually } from "../support/eventually.ts";

const { signal: never } = new AbortController();

const CALL = {
  destination: "org.example",
  path: "/",
  interface: "org.example.Bell",
  member: "Ring",
  signature: "s",
  body: ["twice"],
} as const;

/** The greeting of a bus that does not say a word. */
const SILENCE = "";

/** The greeting of a bus that lets everybody in, and goes. */
const HANG_UP = "OK and good bye";

/** A bus for one guest, which does what a test wants. */
class Bus implements AsyncDisposable {
  readonly path: string;
  /** What has been said to it, Hello first. */
  readonly heard: DbusMessage[] = [];
  /** Whether its guest has come and gone. */
  isLeft = false;
  readonly #listener: Deno.UnixListener;
  readonly #life: Promise<void>;
  #guest: Deno.UnixConn | undefined;

  private constructor(
    path: string,
    greeting: string,
    answer: (call: DbusMessage, bus: Bus) => Partial<DbusMessage> | undefined,
  ) {
    this.path = path;
    this.#listener = Deno.listen({ transport: "unix", path });
    this.#life = this.#serve(greeting, answer).catch(() => {})
      .then(() => void (this.isLeft = true));
  }

  static async open(
    answer: (call: DbusMessage, bus: Bus) => Partial<DbusMessage> | undefined,
    greeting = "OK 0123456789abcdef",
  ): Promise<Bus> {
    const folder = await Deno.makeTempDir({ prefix: "kozo-bus-" });
    return new Bus(`${folder}/bus`, greeting, answer);
  }

  /** Says something that nobody has asked for. */
  async say(message: Partial<DbusMessage>): Promise<void> {
    const whole = { type: MessageType.Return, serial: 99, ...message };
    await this.#guest?.write(encodeMessage(whole));
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#guest?.write(bytes);
  }

  hangUp(): void {
    this.#guest?.close();
    this.#guest = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.hangUp();
    await this.#life;
    await Deno.remove(this.path.replace(/\/bus$/, ""), { recursive: true });
  }

  async #serve(
    greeting: string,
    answer: (call: DbusMessage, bus: Bus) => Partial<DbusMessage> | undefined,
  ): Promise<void> {
    const guest = this.#guest = await this.#listener.accept();
    await readUntil(guest, "\r\n");
    if (greeting === SILENCE) return;
    await guest.write(new TextEncoder().encode(`${greeting}\r\n`));
    await readUntil(guest, "BEGIN\r\n");
    if (greeting === HANG_UP) return this.hangUp();
    for await (const message of messages(guest)) {
      this.heard.push(message);
      if (message.type !== MessageType.Call) continue;
      const isHello = message.member === "Hello";
      const said = isHello ? {} : answer(message, this);
      const replySerial = message.serial;
      if (said !== undefined) await this.say({ replySerial, ...said });
    }
  }
}

async function readUntil(guest: Deno.UnixConn, end: string): Promise<void> {
  const byte = new Uint8Array(1);
  for (let text = ""; !text.endsWith(end);) {
    if (await guest.read(byte) === null) throw new Error("It hung up");
    text += String.fromCharCode(byte[0] ?? 0);
  }
}

async function* messages(guest: Deno.UnixConn): AsyncGenerator<DbusMessage> {
  let bytes = new Uint8Array(0);
  const chunk = new Uint8Array(4096);
  for (;;) {
    const count = await guest.read(chunk);
    if (count === null) return;
    bytes = new Uint8Array([...bytes, ...chunk.subarray(0, count)]);
    for (;;) {
      const size = messageSize(bytes);
      if (size === undefined || size > bytes.length) break;
      yield decodeMessage(bytes.subarray(0, size));
      bytes = bytes.slice(size);
    }
  }
}

function open(bus: Bus, onSignal: (signal: DbusMessage) => void = () => {}) {
  return DbusConnection.open(bus.path, onSignal, never);
}

Deno.test("DbusConnection asks, and gives what is answered", async () => {
  await using bus = await Bus.open(() => ({ signature: "u", body: [2] }));
  using connection = await open(bus);
  assert.deepEqual(await connection.call(CALL, never), [2]);
  const { body, member, destination } = bus.heard.at(-1) ?? {};
  assert.deepEqual([body, member, destination], [
    ["twice"],
    "Ring",
    "org.example",
  ]);
});

Deno.test("DbusConnection gives each answer to the one who asked", async () => {
  const waiting: number[] = [];
  await using bus = await Bus.open(({ serial }) => {
    waiting.push(serial);
    return undefined;
  });
  using connection = await open(bus);
  const calls = [connection.call(CALL, never), connection.call(CALL, never)];
  await eventually(() => waiting.length === 2, () => "They do not ask");
  for (const serial of waiting.toReversed()) {
    await bus.say({ replySerial: serial, signature: "u", body: [serial] });
  }
  assert.deepEqual(await Promise.all(calls), waiting.map((serial) => [serial]));
});

Deno.test("DbusConnection throws the errors of services", async () => {
  await using bus = await Bus.open(() => ({
    type: MessageType.Error,
    errorName: "org.example.Error.Broken",
    signature: "s",
    body: ["no clapper"],
  }));
  using connection = await open(bus);
  await assert.rejects(connection.call(CALL, never), (error) => {
    assert.ok(error instanceof DbusError);
    assert.equal(error.code, "org.example.Error.Broken");
    assert.equal(error.message, "no clapper (org.example.Error.Broken)");
    return true;
  });
});

Deno.test("DbusConnection hands signals on, and refuses to be asked", async () => {
  const signals: unknown[] = [];
  await using bus = await Bus.open(() => ({}));
  using connection = await open(bus, ({ member }) => signals.push(member));
  await bus.say({ type: MessageType.Signal, member: "Rung" });
  await bus.say({ type: MessageType.Call, serial: 12, sender: ":1.1" });
  await eventually(() => bus.heard.length > 1, () => "It does not answer");
  const { replySerial, errorName, destination } = bus.heard.at(-1) ?? {};
  assert.deepEqual([replySerial, errorName, destination], [
    12,
    "org.freedesktop.DBus.Error.UnknownMethod",
    ":1.1",
  ]);
  assert.deepEqual(signals, ["Rung"]);
  await connection.subscribe("type='signal'", never);
});

Deno.test("DbusConnection ends what waits when the bus hangs up", async () => {
  await using bus = await Bus.open((_, bus) => {
    bus.hangUp();
    return undefined;
  });
  using connection = await open(bus);
  await assert.rejects(
    connection.call(CALL, never),
    /The connection to D-Bus ended: it was closed/,
  );
  await connection.ended;
});

Deno.test("DbusConnection hangs up on a bus that talks nonsense", async () => {
  await using bus = await Bus.open((_, bus) => {
    void bus.write(new Uint8Array(64).fill(0x7a));
    return undefined;
  });
  using connection = await open(bus);
  await assert.rejects(connection.call(CALL, never), /Cannot read a message/);
});

Deno.test("DbusConnection is not opened when the bus lets nobody in", async () => {
  await using bus = await Bus.open(() => ({}), "REJECTED EXTERNAL");
  await assert.rejects(open(bus), /does not let us in: "REJECTED EXTERNAL"/);
});

Deno.test("DbusConnection: a wait ends with its signal", async () => {
  await using bus = await Bus.open(() => undefined);
  using connection = await open(bus);
  const abort = new AbortController();
  const call = connection.call(CALL, abort.signal);
  abort.abort(new Error("enough"));
  await assert.rejects(call, { message: "enough" });
});

Deno.test("DbusConnection: opening ends with its signal", async () => {
  await using bus = await Bus.open(() => undefined, SILENCE);
  const abort = new AbortController();
  const opening = DbusConnection.open(bus.path, () => {}, abort.signal);
  setTimeout(() => abort.abort(new Error("enough")), 20);
  await assert.rejects(opening, { message: "enough" });
});

Deno.test("DbusConnection leaves nothing open when its signal comes while it connects", async () => {
  await using bus = await Bus.open(() => undefined);
  const abort = new AbortController();
  const opening = DbusConnection.open(bus.path, () => {}, abort.signal);
  abort.abort(new Error("enough"));
  await assert.rejects(opening, { message: "enough" });
  await eventually(() => bus.isLeft, () => "The connection is there still");
});

Deno.test("DbusConnection says why a bus that hangs up early is of no use", async () => {
  await using bus = await Bus.open(() => undefined, HANG_UP);
  await assert.rejects(open(bus), /The connection to D-Bus ended: /);
});
