import { MessageError, printable } from "kozo";
import { isHttp } from "./http.ts";
import { type Injection, parseInjection, parsePassword } from "./injection.ts";
import { LineError } from "./line-error.ts";
import { LineSplitter } from "./line-splitter.ts";
import { textOfLine } from "./line-text.ts";
import { Opening } from "./opening.ts";
import { isSameSecret } from "../secrets/same-secret.ts";

/** Bytes that are read at once. */
const CHUNK = 16 * 1024;

/** Bytes that the line with the password may have. */
const STRANGER_LIMIT = 1024;

/** Seconds that things may take. */
export interface Patience {
  /** Until the password has come. */
  readonly stranger: number;
  /** Between two lines, the reading of the answer included. */
  readonly known: number;
  /** Until it is answered that it is not the password. */
  readonly refusal: number;
}

/** What holds unless a test is in a hurry. */
const PATIENCE: Patience = { stranger: 10, known: 600, refusal: 1 };

/** What the lines of a client are for. */
export interface ClientOptions {
  /** Bytes that a line may have. */
  readonly limit: number;
  /** What the first line has to give; null: nothing. */
  readonly password: string | null;
  readonly patience?: Patience;
  /** Aborted when the client is to end. */
  readonly signal: AbortSignal;
  /** Waits for so many seconds, unless the client is to end. */
  sleep(seconds: number): Promise<void>;
  /**
   * It has given the password.
   *
   * @throws {LineError} when there are too many already
   */
  letIn(): void;
  /** @throws {MessageError} when it cannot be sent */
  inject(injection: Injection, line: string): void;
  /** A line was refused. */
  refuse(error: LineError): void;
  /** One that may not inject was refused; the error repeats nothing of it. */
  refuseStranger(error: LineError): void;
}

/** One connection, over which each line is answered by a line. */
export class Client {
  readonly #conn: Deno.TcpConn;
  readonly #options: ClientOptions;
  readonly #patience: Patience;
  readonly #opening = new Opening();
  readonly #splitter: LineSplitter;
  /** Whether it has given the password, if there is one, and is no browser. */
  #isKnown: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(conn: Deno.TcpConn, options: ClientOptions) {
    const { password, limit, patience = PATIENCE } = options;
    this.#conn = conn;
    // Each answer is wanted at once.
    conn.setNoDelay();
    this.#options = options;
    this.#patience = patience;
    this.#isKnown = password === null;
    this.#splitter = new LineSplitter(this.#isKnown ? limit : STRANGER_LIMIT);
  }

  /** Answers until the client goes, keeps still too long, or is to end. */
  async serve(): Promise<void> {
    const { signal } = this.#options;
    const end = () => this.#end();
    signal.addEventListener("abort", end, { once: true });
    this.#giveTime();
    try {
      signal.throwIfAborted();
      await this.#converse();
    } catch (error) {
      // What fails once it is over, fails for that.
      if (!this.#isOver && !isLost(error)) throw error;
    } finally {
      signal.removeEventListener("abort", end);
      this.#end();
    }
  }

  #end(): void {
    clearTimeout(this.#timer);
    if (!this.#isOver) this.#conn.close();
    this.#isOver = true;
  }

  #giveTime(): void {
    const { known, stranger } = this.#patience;
    const seconds = this.#isKnown ? known : stranger;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(), seconds * 1000);
  }

  async #converse(): Promise<void> {
    const chunk = new Uint8Array(CHUNK);
    let size = await this.#conn.read(chunk);
    while (size !== null) {
      const lines = this.#linesOf(chunk.subarray(0, size));
      if (!await this.#answerAll(lines)) return;
      size = await this.#conn.read(chunk);
    }
    await this.#answerAll(this.#splitter.finish());
  }

  #linesOf(bytes: Uint8Array): Iterable<Uint8Array | LineError> {
    if (this.#opening.isText(bytes)) return this.#splitter.push(bytes);
    this.#isKnown = false;
    return [new LineError(1, "this is no text, and nothing else is read")];
  }

  /** @returns whether the conversation goes on */
  async #answerAll(lines: Iterable<Uint8Array | LineError>): Promise<boolean> {
    for (const line of lines) {
      const fault = await this.#take(line);
      await this.#say(
        fault === undefined
          ? "ok"
          : `error: column ${fault.column}: ${fault.message}`,
      );
      if (!this.#isKnown) return false;
      this.#giveTime();
    }
    return true;
  }

  /** @returns what is wrong with the line, if something is */
  async #take(line: Uint8Array | LineError): Promise<LineError | undefined> {
    try {
      if (line instanceof LineError) throw line;
      const text = textOfLine(line);
      if (isHttp(text)) this.#disown();
      if (this.#isKnown) this.#inject(text);
      else this.#meet(text);
      return undefined;
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      await this.#refuse(error);
      return error;
    }
  }

  /** Strangers wait for it, so that they cannot try much. */
  async #refuse(error: LineError): Promise<void> {
    const { refuse, refuseStranger, sleep } = this.#options;
    if (this.#isKnown) return refuse(error);
    refuseStranger(error);
    await sleep(this.#patience.refusal);
  }

  /** Nothing that comes after this is read. */
  #disown(): never {
    this.#isKnown = false;
    throw new LineError(1, "this is HTTP, and browsers may not inject");
  }

  #inject(line: string): void {
    const injection = parseInjection(line);
    try {
      this.#options.inject(injection, line);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      throw new LineError(1, error.message);
    }
  }

  /** Looks whether a line gives the password. */
  #meet(line: string): void {
    const { password, limit } = this.#options;
    if (!isSameSecret(parsePassword(line), password ?? "")) {
      throw new LineError(1, "the password is wrong");
    }
    this.#options.letIn();
    this.#isKnown = true;
    this.#splitter.limit = limit;
  }

  /** Waits until the system has taken the answer: none is kept here. */
  async #say(answer: string): Promise<void> {
    let bytes = new TextEncoder().encode(`${printable(answer)}\n`);
    while (bytes.length > 0) {
      bytes = bytes.subarray(await this.#conn.write(bytes));
    }
  }
}

/** Whether the other end has gone. */
function isLost(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.NotConnected ||
    error instanceof Deno.errors.TimedOut;
}
