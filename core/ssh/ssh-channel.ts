import { Socket } from "node:net";
import { Readable } from "node:stream";
import type { Environment } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";
import { Channel } from "../model/channel.ts";
import type { Node } from "../model/node.ts";
import type { TransportHost } from "../model/transport.ts";
import { Wake } from "../wake.ts";
import { toLinkError } from "../failure.ts";
import { giveBackReads } from "../net/give-back-reads.ts";
import { Rekeying } from "./rekeying.ts";
import { Inflow } from "./inflow.ts";
import type { SshSession } from "./session.ts";

/** Seconds that the other end has to take its leave. */
const FAREWELL = 1;

/** Bytes that may wait for a reader until the peer has to wait, too. */
const HIGH_WATER = 2 * 1024 * 1024;

/**
 * Bytes that may wait for a reader at all. SSH's own window lets an honest peer
 * have twice 2 MiB on the way; ssh2 does not hold anyone to it.
 */
const MAX_UNREAD = 2 * HIGH_WATER + 64 * 1024;

/** A channel over one SSH stream. */
export class SshChannel extends Channel {
  readonly #session: SshSession;
  readonly #environment: Environment;
  readonly #patience: number | undefined;
  readonly #rekeying: Rekeying;
  /** Bytes that one `receive` gives at most. */
  readonly #maxRead: number;
  readonly #inflow = new Inflow();
  readonly #readable = new Wake();
  readonly #gone: Promise<void>;
  #failure: LinkError | undefined;
  #ended = false;
  /** Ends the wait of the one `send` that is on. */
  #interruptSend: (() => void) | undefined;

  constructor(
    fromNode: Node,
    toNode: Node,
    session: SshSession,
    { environment, system }: Pick<TransportHost, "environment" | "system">,
    patience?: number,
  ) {
    super(fromNode, toNode);
    this.#session = session;
    this.#environment = environment;
    this.#patience = patience;
    this.#maxRead = system.self.settings.maxBufferReadSize;
    this.#rekeying = new Rekeying(session.rekey, environment);
    this.#takeOver(session);
    this.#gone = this.#watch(session);
  }

  override get patience(): number | undefined {
    return this.#patience;
  }

  override get address(): string | undefined {
    const { socket } = this.#session;
    if (!(socket instanceof Socket)) return undefined;
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined) return undefined;
    const host = remoteAddress.replace(/^::ffff:(?=\d+\.)/, "");
    return host.includes(":")
      ? `[${host}]:${remotePort}`
      : `${host}:${remotePort}`;
  }

  override async send(bytes: Uint8Array): Promise<void> {
    if (this.#ended || !this.isAlive) throw this.#whyEnded();
    const { stream, socket } = this.#session;
    const sent = await new Promise<boolean>((resolve) => {
      this.#interruptSend = () => resolve(false);
      // ssh2 writes packet by packet, some in three parts: they go out as one.
      socket.cork();
      try {
        stream.write(bytes, () => resolve(true));
      } finally {
        socket.uncork();
      }
    });
    this.#interruptSend = undefined;
    if (!sent || this.#ended) throw this.#whyEnded();
    this.#rekeying.count(bytes.length);
  }

  override async receive(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (!this.isAlive) return undefined;
      const bytes = this.#read(this.#session);
      if (bytes !== undefined) return bytes;
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#ended) return undefined;
      await this.#readable.wait();
    }
  }

  protected override async disconnect(): Promise<void> {
    const { connection, socket } = this.#session;
    this.#end();
    connection.end();
    const cancel = this.#environment.after(FAREWELL, () => socket.destroy());
    await this.#gone;
    cancel();
  }

  #read({ stream }: SshSession): Uint8Array | undefined {
    const bytes = this.#inflow.take(this.#maxRead);
    // ssh2 lets the peer go on, if that is what it waits for.
    if (this.#inflow.length < HIGH_WATER) stream._read(HIGH_WATER);
    if (bytes !== undefined) this.#rekeying.count(bytes.length);
    return bytes;
  }

  /** Keeps itself what comes: a stream would keep each piece of it by itself. */
  #takeOver(session: SshSession): void {
    const { stream, socket, ciphers } = session;
    // Without a number it would be one piece of several.
    const early: Uint8Array | null = stream.read(stream.readableLength);
    if (early !== null) this.#inflow.add(early);
    const push = stream.push.bind(stream);
    stream.push = (chunk: Uint8Array | null) => {
      if (chunk === null) return push(null);
      this.#inflow.add(chunk);
      this.#readable.wake();
      if (this.#inflow.length > MAX_UNREAD) {
        refuse(session, "the peer ignores the window");
      }
      return this.#inflow.length < HIGH_WATER;
    };
    closeStderr(session);
    // The end is only told to who reads.
    stream.resume();
    if (ciphers.lend()) giveBackReads(socket);
  }

  /** Returns when the socket is closed, the last thing to happen. */
  #watch({ stream, socket, connection }: SshSession): Promise<void> {
    stream.on("end", () => this.#end());
    stream.on("error", (error) => this.#fail(error));
    connection.on("error", (error) => this.#fail(error));
    connection.on("close", () => this.#end());
    return new Promise((resolve) => {
      if (socket.closed) resolve();
      socket.on("close", () => {
        this.#end();
        resolve();
      });
    });
  }

  #fail(error: unknown): void {
    if (!this.#ended && this.isAlive) {
      this.#failure ??= toLinkError(error, "The connection broke");
    }
    this.#end();
  }

  #end(): void {
    this.#ended = true;
    this.#interruptSend?.();
    this.#readable.wake();
  }

  #whyEnded(): LinkError {
    return this.#failure ??
      new LinkError(LinkReason.Lost, "The connection has ended");
  }
}

/** What nobody reads would fill all memory. */
function closeStderr(session: SshSession): void {
  const { stderr } = session.stream;
  if (!(stderr instanceof Readable)) return;
  const push = stderr.push.bind(stderr);
  stderr.push = (chunk: Uint8Array | null) => {
    if (chunk === null) return push(null);
    refuse(session, "the peer sends what no node sends");
    return false;
  };
}

/** Ends a connection whose peer does not keep to the rules. */
function refuse({ connection }: SshSession, why: string): void {
  connection.emit("error", new LinkError(LinkReason.Protocol, why));
  connection.end();
}
