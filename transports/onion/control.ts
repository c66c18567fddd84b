import type { Socket } from "node:net";
import { dialSocket, type Endpoint, messageOf } from "kozo";
import { authenticate } from "./control-auth.ts";
import { controlFault } from "./control-fault.ts";
import { ControlLines, type ControlReply } from "./control-lines.ts";

/** Answers from here on are news, which nobody has asked for just now. */
const FIRST_NEWS = 600;

/** Tor refuses an order. */
export class ControlRefusal extends Error {
  override name = "ControlRefusal";
  readonly code: number;

  constructor(command: string, { code, lines }: ControlReply) {
    // What follows the first word may be a secret.
    const [word] = command.split(" ");
    super(`Tor refuses ${word}: ${code} ${lines.join("; ")}`);
    this.code = code;
  }
}

interface Question {
  readonly command: string;
  resolve(lines: readonly string[]): void;
  reject(error: unknown): void;
}

/** A connection over which Tor takes orders. */
export class TorControl implements Disposable {
  readonly #socket: Socket;
  readonly #lines = new ControlLines();
  readonly #onNews: (line: string) => void;
  readonly #questions: Question[] = [];
  readonly #closed = Promise.withResolvers<Error>();

  private constructor(socket: Socket, onNews: (line: string) => void) {
    this.#socket = socket;
    this.#onNews = onNews;
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => this.#receive(text));
    socket.on("close", () => this.#end());
  }

  /**
   * Connects to Tor, and finds out by its cookie that it is Tor.
   *
   * @param onNews gets the first line of whatever `SETEVENTS` asks for
   * @throws {Error} when that fails; no connection is left then
   * @throws the signal's reason when that is aborted
   */
  static async open(
    endpoint: Endpoint,
    signal: AbortSignal,
    onNews: (line: string) => void,
  ): Promise<TorControl> {
    const socket = await dial(endpoint, signal);
    const control = new TorControl(socket, onNews);
    const onAbort = () => socket.destroy();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const ask = (command: string) => control.ask(command);
      await authenticate(ask, "path" in endpoint);
      return control;
    } catch (error) {
      control.close();
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /** Settles when the connection has ended, with what has ended it. */
  get closed(): Promise<Error> {
    return this.#closed.promise;
  }

  /**
   * Gives an order.
   *
   * @returns the lines of the answer
   * @throws {ControlRefusal} when Tor does not obey
   * @throws {Error} when the connection has ended
   */
  ask(command: string): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(hungUp());
      this.#questions.push({ command, resolve, reject });
      this.#socket.write(`${command}\r\n`);
    });
  }

  /**
   * Ends the connection, and with it the services that were ordered over it.
   * Keys for the services of others Tor keeps until it is told otherwise.
   *
   * @param why what those who wait for an answer get to know
   */
  close(why?: Error): void {
    this.#socket.destroy();
    if (why !== undefined) this.#end(why);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #receive(text: string): void {
    try {
      for (const reply of this.#lines.push(text)) this.#handle(reply);
    } catch (error) {
      const why = `What listens there is not Tor: ${messageOf(error)}`;
      this.close(new Error(why));
    }
  }

  #handle(reply: ControlReply): void {
    const { code, lines } = reply;
    if (code >= FIRST_NEWS) {
      // Who waits for the answer before it is to go on first.
      return queueMicrotask(() => this.#onNews(lines[0] ?? ""));
    }
    const question = this.#questions.shift();
    if (question === undefined) return;
    // 251 and 252 say that it was so already.
    if (code >= 200 && code < 300) question.resolve(lines);
    else question.reject(new ControlRefusal(question.command, reply));
  }

  #end(error = hungUp()): void {
    for (const { reject } of this.#questions.splice(0)) reject(error);
    this.#closed.resolve(error);
  }
}

async function dial(endpoint: Endpoint, signal: AbortSignal): Promise<Socket> {
  try {
    return await dialSocket(endpoint, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw controlFault(error);
  }
}

function hungUp(): Error {
  return new Error("it has closed the connection");
}
