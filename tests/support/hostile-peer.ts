import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { authenticateAsClient } from "../../core/ssh/client.ts";
import type { SshSession } from "../../core/ssh/session.ts";
import { decodeFrame, encodeFrame, type Frame } from "../../core/wire/codec.ts";
import { FrameSplitter } from "../../core/wire/frame.ts";
import { eventually } from "./eventually.ts";
import type { Network } from "./network.ts";
import { settings } from "./settings.ts";
import { makeNode, makeSystem } from "./system.ts";

/** What ssh2 keeps of a stream, and shows to nobody. */
interface Internals {
  readonly outgoing: { window: number };
}

/** Somebody who has a node's key, and says over SSH what he likes. */
export class HostilePeer implements AsyncDisposable {
  /** What the node has said to him. */
  readonly heard: Frame[] = [];
  readonly #socket: Socket;
  readonly #session: SshSession;

  private constructor(socket: Socket, session: SshSession) {
    this.#socket = socket;
    this.#session = session;
    const splitter = new FrameSplitter(settings.maxMessageSize);
    session.stream.on("data", (bytes: Uint8Array) => {
      for (const body of splitter.push(bytes)) {
        this.heard.push(decodeFrame(body));
      }
    });
    for (const source of [session.stream, session.connection]) {
      source.on("error", () => {});
    }
  }

  /** Gets into `other`, a node of the network, with the key of `self`. */
  static async connect(
    network: Network,
    self: string,
    other: string,
  ): Promise<HostilePeer> {
    const socket = connect({
      host: "127.0.0.1",
      port: network.port(other),
      noDelay: true,
    });
    await once(socket, "connect");
    const [me, victim] = [self, other].map((name) =>
      makeNode(name, {
        isSelf: name === self,
        publicKey: String(network.config.system[name]?.publicKey),
      })
    ) as [ReturnType<typeof makeNode>, ReturnType<typeof makeNode>];
    const session = await authenticateAsClient(socket, victim, {
      system: makeSystem(me, victim),
      privateKey: await network.read(self),
    }, new AbortController().signal);
    return new HostilePeer(socket, session);
  }

  /** Says something: frames as they should be, and bytes as they are. */
  say(...words: readonly (Frame | Uint8Array)[]): void {
    for (const word of words) {
      const bytes = word instanceof Uint8Array ? word : encodeFrame(word);
      this.#session.stream.write(bytes);
    }
  }

  /** Sends from now on whether or not the node has room for it. */
  ignoreWindow(): void {
    const { outgoing } = this.#session.stream as unknown as Internals;
    outgoing.window = Infinity;
  }

  /** Whether the node has hung up. */
  get isOut(): boolean {
    return this.#socket.closed;
  }

  /** Waits until the node has hung up. */
  async out(): Promise<void> {
    await eventually(() => this.isOut, () => "The node has not hung up");
  }

  /** Hangs up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
    await this.out();
  }
}
