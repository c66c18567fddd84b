import assert from "node:assert/strict";
import { connect, createServer, type Server, type Socket } from "node:net";

/** How a SOCKS5 proxy lets in whoever has a user name. */
const WELCOME = [Uint8Array.of(5, 2), Uint8Array.of(1, 0)];

/** Its answer to the wish for a connection, but for the code in it. */
const REPLY = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];

/** What a {@link SocksProxy} does. */
export interface SocksProxyOptions {
  /** The port that all connections lead to. */
  readonly port: number;
  /** The code with which it refuses them instead. */
  readonly code?: number;
}

/** A SOCKS proxy that leads everybody to one port, as Tor to a service. */
export class SocksProxy implements AsyncDisposable {
  /** When it was asked for a connection, as `now` says. */
  readonly asked: number[] = [];
  readonly #options: SocksProxyOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** What the port has sent, as long as that is withheld. */
  #held: (() => void)[] | undefined;
  #withheld = 0;
  readonly #now: () => number;

  private constructor(options: SocksProxyOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
    this.#server = createServer((near) => this.#welcome(near));
  }

  /** @param now the clock that says when it is asked */
  static async start(
    options: SocksProxyOptions,
    now: () => number = () => 0,
  ): Promise<SocksProxy> {
    const proxy = new SocksProxy(options, now);
    await new Promise<void>((resolve) =>
      proxy.#server.listen({ host: "127.0.0.1", port: 0 }, resolve)
    );
    return proxy;
  }

  /** Where it listens. */
  get address(): string {
    const address = this.#server.address();
    assert.ok(typeof address === "object" && address !== null);
    return `127.0.0.1:${address.port}`;
  }

  /** Bytes that the port has sent, and that are withheld. */
  get withheld(): number {
    return this.#withheld;
  }

  /** Withholds from now on what the port sends. */
  hold(): void {
    this.#held = [];
    this.#withheld = 0;
  }

  /** Hands on what was withheld. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const handOn of held) handOn();
  }

  /** Ends all connections, as a circuit that was torn down. */
  tearDown(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.tearDown();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #welcome(near: Socket): void {
    this.#keep(near);
    const { port, code = 0 } = this.#options;
    const answers = WELCOME.values();
    const onData = () => {
      const answer = answers.next().value;
      if (answer !== undefined) return void near.write(answer);
      near.off("data", onData);
      this.asked.push(this.#now());
      near.write(Uint8Array.from(REPLY.with(1, code)));
      if (code === 0) this.#join(near, port);
    };
    near.on("data", onData);
  }

  #join(near: Socket, port: number): void {
    const far = this.#keep(connect({ host: "127.0.0.1", port }));
    near.on("data", (bytes) => far.write(bytes));
    far.on("data", (bytes) => {
      if (this.#held === undefined) return void near.write(bytes);
      this.#withheld += bytes.length;
      this.#held.push(() => near.write(bytes));
    });
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    return socket.on("error", () => {})
      .on("close", () => this.#sockets.delete(socket));
  }
}
