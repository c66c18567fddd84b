import assert from "node:assert/strict";
import {
  createServer,
  type ListenOptions,
  type Server,
  type Socket,
} from "node:net";

/** Answers of a Tor by the first word of what it is asked. */
export type Answers = Readonly<Record<string, (line: string) => string>>;

/** How a Tor answers that lets everybody in. */
export const OPEN: Answers = {
  PROTOCOLINFO: () => "250-AUTH METHODS=NULL\r\n250 OK\r\n",
  AUTHENTICATE: () => "250 OK\r\n",
  ADD_ONION: () => "550 Onion address collision\r\n",
};

/** Says how far it is, when it is asked for that. */
export function phase(percent: number, summary: string): string {
  return `250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=${percent} ` +
    `TAG=x SUMMARY="${summary}"\r\n250 OK\r\n`;
}

/** A Tor that is up, and lets everybody in. */
export const UP: Answers = {
  ...OPEN,
  SETEVENTS: () => "250 OK\r\n",
  GETINFO: () => phase(100, "Done"),
  ADD_ONION: () => "250 OK\r\n",
  ONION_CLIENT_AUTH_ADD: () => "250 OK\r\n",
  ONION_CLIENT_AUTH_REMOVE: () => "250 OK\r\n",
};

/** Serves whatever connects, and gives its port to `work`. */
export async function withServer(
  serve: (socket: Socket) => void,
  work: (port: number) => Promise<void>,
): Promise<void> {
  await withListener({ host: "127.0.0.1", port: 0 }, serve, async (server) => {
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    await work(address.port);
  });
}

/** The same, wherever it is to listen. */
export async function withListener(
  where: ListenOptions,
  serve: (socket: Socket) => void,
  work: (server: Server) => Promise<void>,
): Promise<void> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => {}));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(where, resolve));
  try {
    await work(server);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Answers each line, as a Tor does that knows nothing else. */
export function answering(answers: Answers): (socket: Socket) => void {
  return (socket) => {
    socket.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\r\n").filter((line) => line !== "")) {
        const answer = answers[line.split(" ")[0] ?? ""];
        socket.write(answer?.(line) ?? "510 Unrecognized command\r\n");
      }
    });
  };
}
