import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** Something that listens at a port, and is not what is expected there. */
export class Door implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
    });
  }

  /** Opens it; `answer` is given whoever comes. */
  static async at(
    port: number,
    answer: (socket: Socket) => void,
  ): Promise<Door> {
    const door = new Door(createServer(answer));
    door.#server.listen(port, "127.0.0.1");
    await once(door.#server, "listening");
    return door;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, "close");
  }
}
