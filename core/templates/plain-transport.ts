import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import {
  Channel,
  Handoff,
  LinkError,
  LinkReason,
  messageOf,
  type Node,
  StartError,
  Transport,
  type TransportInfo,
} from "kozo";

/** The options of the transport, as `transportInfo` describes them. */
interface StarterConfig {
  readonly path: string;
}

/** Milliseconds that a closed channel may take to send what is left. */
const GRACE = 1000;

/**
 * Links nodes on one machine over Unix sockets, without encryption. A transport
 * like this answers itself for who is at the other end: here whoever may open
 * the socket is believed, so its folder must belong to the nodes' user alone.
 */
class Starter extends Transport<StarterConfig> {
  /** From the listener, that has channels, to Kōzō, which waits for one. */
  readonly #channels = new Handoff<Channel>();

  /** Called once on the node that has the transport: listens till it stops. */
  override async bind(): Promise<void> {
    const { path } = this.config;
    const server = createServer((socket) => this.#welcome(socket));
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(path, resolve);
      });
    } catch (cause) {
      throw new StartError(
        `Cannot listen at "${path}": ${messageOf(cause)}; remove the file if ` +
          "no other node uses it",
        { cause },
      );
    }
    this.signal.addEventListener("abort", () => server.close());
  }

  /** Called again and again: waits for the next channel. */
  override accept(signal: AbortSignal): Promise<Channel> {
    return this.#channels.take(signal);
  }

  /** Connects to another node's transport, and says who this one is. */
  override async connect(
    other: Transport,
    signal: AbortSignal,
  ): Promise<Channel> {
    signal.throwIfAborted();
    if (!(other instanceof Starter)) {
      throw new LinkError(LinkReason.NoTransport, `${other} is another kind`);
    }
    const socket = connect(other.config.path);
    socket.on("error", () => {}); // whoever waits for something is told, too
    try {
      await once(socket, "connect", { signal });
    } catch (cause) {
      socket.destroy();
      signal.throwIfAborted();
      const text = `Nobody listens for ${other}: ${messageOf(cause)}`;
      throw new LinkError(LinkReason.Refused, text, { cause });
    }
    const name = new TextEncoder().encode(this.node.name);
    socket.write(Uint8Array.of(name.length, ...name));
    return new StarterChannel(this.node, other.node, socket);
  }

  /** Whoever connects says its name first: its length in a byte, then itself. */
  async #welcome(socket: Socket): Promise<void> {
    socket.on("error", () => {});
    const timer = setTimeout(() => socket.destroy(), 10_000);
    const end = () => socket.destroy();
    this.signal.addEventListener("abort", end);
    const [length = 0] = await readExactly(socket, 1);
    const name = new TextDecoder().decode(await readExactly(socket, length));
    clearTimeout(timer);
    this.signal.removeEventListener("abort", end);
    const node = this.host.system.nodes.get(name);
    if (node === undefined) socket.destroy();
    else this.#channels.give(new StarterChannel(node, this.node, socket));
  }
}

/** The bytes of one socket, both ways. */
class StarterChannel extends Channel {
  readonly #socket: Socket;
  /** Bytes that `receive` returns at most. */
  readonly #most: number;

  constructor(fromNode: Node, toNode: Node, socket: Socket) {
    super(fromNode, toNode);
    this.#socket = socket;
    this.#most = fromNode.settings.maxBufferReadSize;
  }

  /** Returns when the system has taken all of it: a slow reader slows it. */
  override send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.isAlive) return reject(ended());
      this.#socket.write(bytes, (error) => {
        if (error) reject(ended(error));
        else resolve();
      });
    });
  }

  override async receive(): Promise<Uint8Array | undefined> {
    while (this.isAlive && !this.#socket.destroyed) {
      const { readableLength, readableEnded } = this.#socket;
      if (readableEnded) break;
      const size = Math.min(readableLength, this.#most);
      const bytes = this.#socket.read(size === 0 ? undefined : size);
      if (bytes !== null) return bytes;
      await somethingHappens(this.#socket);
    }
    return undefined;
  }

  /** Sends what is left, unless that takes too long. */
  protected override async disconnect(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      if (this.#socket.closed) resolve();
      this.#socket.once("close", () => resolve());
    });
    const timer = setTimeout(() => this.#socket.destroy(), GRACE);
    this.#socket.end(() => this.#socket.destroy());
    await closed;
    clearTimeout(timer);
  }
}

function ended(cause?: unknown): LinkError {
  return new LinkError(LinkReason.Lost, "The channel has ended", { cause });
}

/** As many bytes as are asked for, or fewer when the socket ends before. */
async function readExactly(socket: Socket, size: number): Promise<Uint8Array> {
  while (!socket.destroyed && !socket.readableEnded) {
    const bytes = socket.read(size);
    if (bytes !== null) return bytes;
    await somethingHappens(socket);
  }
  return new Uint8Array();
}

/** Waits until there may be something to read, or nothing more to come. */
function somethingHappens(socket: Socket): Promise<void> {
  const signs = ["readable", "end", "close"] as const;
  return new Promise((resolve) => {
    const done = () => {
      for (const sign of signs) socket.off(sign, done);
      resolve();
    };
    for (const sign of signs) socket.on(sign, done);
  });
}

/** What Kōzō needs to know about this module. */
export const transportInfo = {
  format: "1.0",
  class: Starter,
  author: "You",
  version: "0.1",
  description: "Links nodes on one machine over Unix sockets, in the clear.",
  // An option without a default has to be in the configuration.
  config: {
    path: {
      type: "path",
      description: "Where the node listens: a file of its own.",
    },
  },
} satisfies TransportInfo;
