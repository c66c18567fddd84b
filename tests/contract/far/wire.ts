import { decodeMultiStream, encode } from "@msgpack/msgpack";
import { LinkError, type LinkReason } from "kozo";
import type { FarMethod } from "./far-side.ts";

/** Asks the far side to do something. */
export interface Call {
  readonly id: number;
  readonly method: FarMethod;
  readonly args: readonly unknown[];
}

/** Calls a call off. */
export interface Abort {
  /** The call's {@link Call.id}. */
  readonly abort: number;
}

/** What has become of a call. */
export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: Fault;
}

/** An error on its way to another process. */
export interface Fault {
  readonly message: string;
  readonly reason?: LinkReason;
}

/** The message of an error, and what the checks look at. */
export function faultOf(error: unknown): Fault {
  if (error instanceof LinkError) {
    return { message: error.message, reason: error.reason };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}

/** The error that a fault was made from. */
export function errorOf({ message, reason }: Fault): Error {
  return reason === undefined
    ? new Error(message)
    : new LinkError(reason, message);
}

/** Values from process to process, one after the other, as MessagePack. */
export class Wire<Sent, Received> {
  /** What comes, until the other process has ended the connection. */
  readonly received: AsyncIterable<Received>;
  readonly #connection: Deno.TcpConn;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;

  constructor(connection: Deno.TcpConn) {
    const { readable, writable } = connection;
    this.received = decodeMultiStream(readable) as AsyncIterable<Received>;
    this.#connection = connection;
    this.#writer = writable.getWriter();
  }

  async send(value: Sent): Promise<void> {
    await this.#writer.write(encode(value, { ignoreUndefined: true }));
  }

  /** Says goodbye: the other process, which then ends the connection, sees it. */
  async end(): Promise<void> {
    await this.#connection.closeWrite();
  }
}
