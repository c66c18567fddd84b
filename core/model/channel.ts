import type { Node } from "./node.ts";

/**
 * An encrypted and authenticated stream of bytes, both ways, between this node
 * and one other. (The `channel` of a message is something else: a label.)
 *
 * Only a transport that extends `Transport` itself has a subclass of it.
 *
 * @example A channel over a stream that is encrypted and authenticated already
 * ```ts
 * import { Channel, LinkError, LinkReason, type Node } from "kozo";
 * import type { Duplex } from "node:stream";
 *
 * class StreamChannel extends Channel {
 *   readonly #stream: Duplex;
 *
 *   constructor(fromNode: Node, toNode: Node, stream: Duplex) {
 *     super(fromNode, toNode);
 *     this.#stream = stream;
 *   }
 *
 *   override send(bytes: Uint8Array): Promise<void> {
 *     return new Promise((resolve, reject) => {
 *       this.#stream.write(bytes, (error) => error ? reject(error) : resolve());
 *     });
 *   }
 *
 *   override async receive(): Promise<Uint8Array | undefined> {
 *     const chunks = this.#stream.iterator({ destroyOnReturn: false });
 *     try {
 *       for await (const bytes of chunks) return bytes;
 *     } catch (cause) {
 *       if (!this.isAlive) return undefined;
 *       throw new LinkError(LinkReason.Lost, "The stream broke", { cause });
 *     }
 *     return undefined;
 *   }
 *
 *   protected override disconnect(): Promise<void> {
 *     return new Promise((resolve) => {
 *       this.#stream.once("close", resolve).destroy();
 *     });
 *   }
 * }
 * ```
 */
export abstract class Channel {
  /** The node that asked for the connection. */
  readonly fromNode: Node;
  /** The node that accepted it. */
  readonly toNode: Node;
  #closing: Promise<void> | undefined;

  /** One of the two nodes is the one that this program runs. */
  constructor(fromNode: Node, toNode: Node) {
    this.fromNode = fromNode;
    this.toNode = toNode;
  }

  /** The node at the other end. */
  get peer(): Node {
    return this.fromNode.isSelf ? this.toNode : this.fromNode;
  }

  /** Where the other end is, for people to read, if that can be said. */
  get address(): string | undefined {
    return undefined;
  }

  /**
   * Seconds of silence that a link over it survives, however short the
   * heartbeats are; nothing: as many as its transport says.
   */
  get patience(): number | undefined {
    return undefined;
  }

  /** Whether this channel should still be used. */
  get isAlive(): boolean {
    return this.#closing === undefined;
  }

  /**
   * Writes all of `bytes`, and returns once more can be taken.
   *
   * @throws {KozoError} when the channel has ended
   */
  abstract send(bytes: Uint8Array): Promise<void>;

  /**
   * Reads what has come, at least one byte. Whoever wants it for longer than
   * until the next call copies it: a channel may use its memory again then.
   *
   * @returns the bytes, or `undefined` when the channel has ended
   * @throws {KozoError} when it ended in error
   */
  abstract receive(): Promise<Uint8Array | undefined>;

  /**
   * What a subclass does to end the channel; called once. It returns, within a
   * second or two, when nothing of the channel is left.
   */
  protected abstract disconnect(): Promise<void>;

  /**
   * Ends the channel, and returns when nothing of it is left. What
   * {@link Channel.send} has returned for still goes out where that is
   * possible; nothing is received any more.
   */
  close(): Promise<void> {
    this.#closing ??= this.disconnect();
    return this.#closing;
  }
}
