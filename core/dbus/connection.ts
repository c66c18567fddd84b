import { Buffer } from "node:buffer";
import { KozoError } from "../errors.ts";
import { closeQuietly, openUnix } from "../net/open-unix.ts";
import { messageOf } from "../text.ts";
import { DbusError } from "./dbus-error.ts";
import {
  type DbusMessage,
  decodeMessage,
  encodeMessage,
  messageSize,
  MessageType,
} from "./message.ts";
import { authenticate } from "./authenticate.ts";
import type { DbusValue } from "./value.ts";

/** What is asked of a service on the bus. */
export interface DbusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly DbusValue[];
}

const BUS = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;

const UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod";

type Answer = PromiseWithResolvers<readonly DbusValue[]>;

/** A connection to a message bus, until it is disposed of. */
export class DbusConnection implements Disposable {
  readonly #socket: Deno.UnixConn;
  readonly #onSignal: (signal: DbusMessage) => void;
  readonly #answers = new Map<number, Answer>();
  readonly #ended: Promise<void>;
  #serial = 0;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(
    socket: Deno.UnixConn,
    onSignal: (signal: DbusMessage) => void,
  ) {
    this.#socket = socket;
    this.#onSignal = onSignal;
    this.#ended = this.#read();
  }

  /**
   * Connects to a bus as the user that runs the program.
   *
   * @param path its socket
   * @param onSignal is told the signals that were asked for
   * @throws {Error} when nothing listens there, or the user is not let in
   * @throws the signal's reason when that is aborted
   */
  static async open(
    path: string,
    onSignal: (signal: DbusMessage) => void,
    signal: AbortSignal,
  ): Promise<DbusConnection> {
    return await openUnix(path, signal, async (socket) => {
      await authenticate(socket);
      const connection = new DbusConnection(socket, onSignal);
      await connection.call({ ...BUS, member: "Hello" }, signal);
      return connection;
    });
  }

  /** Settles when the connection is no more. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /**
   * Asks a service, and waits for its answer.
   *
   * @returns the values in the answer
   * @throws {DbusError} when the service says no
   * @throws {KozoError} when the connection ends
   * @throws the signal's reason when that is aborted
   */
  async call(
    call: DbusCall,
    signal: AbortSignal,
  ): Promise<readonly DbusValue[]> {
    signal.throwIfAborted();
    const serial = ++this.#serial;
    const answer: Answer = Promise.withResolvers();
    const onAbort = () => answer.reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    this.#answers.set(serial, answer);
    try {
      this.#send({ type: MessageType.Call, serial, ...call });
      return await answer.promise;
    } finally {
      this.#answers.delete(serial);
      signal.removeEventListener("abort", onAbort);
    }
  }

  /**
   * Asks the bus to be told signals.
   *
   * @param rule which: `type='signal',sender='org.bluez'`
   */
  async subscribe(rule: string, signal: AbortSignal): Promise<void> {
    const call = { ...BUS, member: "AddMatch", signature: "s", body: [rule] };
    await this.call(call, signal);
  }

  [Symbol.dispose](): void {
    closeQuietly(this.#socket);
  }

  #send(message: DbusMessage): void {
    const bytes = encodeMessage(message);
    // What cannot be written the reader notices, too.
    this.#writing = this.#writing.then(() => writeAll(this.#socket, bytes))
      .catch(() => this[Symbol.dispose]());
  }

  /** Reads messages until the connection ends. Never rejects. */
  async #read(): Promise<void> {
    let why = "it was closed";
    try {
      for await (const message of readMessages(this.#socket)) {
        this.#receive(message);
      }
    } catch (error) {
      why = messageOf(error);
    }
    this[Symbol.dispose]();
    for (const answer of this.#answers.values()) {
      answer.reject(new KozoError(`The connection to D-Bus ended: ${why}`));
    }
  }

  #receive(message: DbusMessage): void {
    const { type, replySerial = 0, body = [] } = message;
    if (type === MessageType.Signal) return this.#onSignal(message);
    if (type === MessageType.Call) return this.#refuse(message);
    const answer = this.#answers.get(replySerial);
    if (type === MessageType.Return) return answer?.resolve(body);
    const [text] = body;
    const name = message.errorName ?? "an error without a name";
    answer?.reject(
      new DbusError(name, typeof text === "string" ? text : ""),
    );
  }

  /** Nobody has to ask anything of this program. */
  #refuse({ serial, sender }: DbusMessage): void {
    this.#send({
      type: MessageType.Error,
      serial: ++this.#serial,
      replySerial: serial,
      errorName: UNKNOWN_METHOD,
      ...sender === undefined ? {} : { destination: sender },
    });
  }
}

/** The messages that come, until the connection is closed. */
async function* readMessages(
  socket: Deno.UnixConn,
): AsyncGenerator<DbusMessage> {
  const chunk = new Uint8Array(16384);
  let waiting: Uint8Array = new Uint8Array(0);
  for (;;) {
    const count = await socket.read(chunk);
    if (count === null) return;
    waiting = Buffer.concat([waiting, chunk.subarray(0, count)]);
    for (;;) {
      const size = messageSize(waiting);
      if (size === undefined || waiting.length < size) break;
      yield decodeMessage(waiting.subarray(0, size));
      waiting = waiting.subarray(size);
    }
  }
}

async function writeAll(
  socket: Deno.UnixConn,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await socket.write(bytes.subarray(at));
  }
}
