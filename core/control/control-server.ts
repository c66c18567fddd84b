import { type Environment, sleep } from "../environment.ts";
import { DecodeError, KozoError, UsageError } from "../errors.ts";
import type { Log } from "../log.ts";
import { messageOf } from "../text.ts";
import { all, quote } from "../wording.ts";
import type { KeptSocket } from "./kept-socket.ts";
import { ControlError, NegativeAnswer } from "./errors.ts";
import { readLines, writeLines } from "./lines.ts";
import { readQuestion } from "./question.ts";
import {
  type AnswerLine,
  LONGEST_QUESTION,
  type Question,
  type Refusal,
} from "./words.ts";

/** Questions that are answered at once, at most. */
const MOST_CLIENTS = 32;

/** Seconds that a question may take to come. */
const PATIENCE = 10;

/** Seconds until whoever asks is let in again, after that was impossible. */
const BREATH = 0.5;

/** Whom an answer goes to. */
export interface Listener {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Says a part of the answer; returns once it can take more. */
  show(items: readonly unknown[]): Promise<void>;
}

/** Answers one kind of question. @returns the end of the answer */
export type Answerer = (
  question: Question,
  listener: Listener,
) => Promise<unknown>;

/** What answers each kind of question. */
export type Answerers = Readonly<Record<string, Answerer>>;

/** What a server needs. */
export interface ControlServerOptions {
  readonly socket: Pick<KeptSocket, "accept" | typeof Symbol.dispose>;
  readonly answerers: Answerers;
  readonly environment: Environment;
  readonly log: Log;
}

/** Answers whoever asks at the socket of a node, as long as the node runs. */
export class ControlServer {
  readonly #options: ControlServerOptions;
  readonly #clients = new Map<Deno.UnixConn, AbortController>();
  readonly #life = new AbortController();
  readonly #serving: Promise<void>;

  constructor(options: ControlServerOptions) {
    this.#options = options;
    this.#serving = this.#serve();
  }

  /** Answers nobody any more, and takes the socket away. Never rejects. */
  async stop(): Promise<void> {
    this.#life.abort();
    this.#options.socket[Symbol.dispose]();
    for (const connection of this.#clients.keys()) this.#leave(connection);
    await this.#serving;
  }

  async #serve(): Promise<void> {
    let isShut = false;
    while (!this.#life.signal.aborted) {
      try {
        const connection = await this.#options.socket.accept();
        if (connection === undefined) return;
        isShut = false;
        void this.#attend(connection);
      } catch (error) {
        if (!isShut) this.#complain(error);
        isShut = true;
        await this.#pause();
      }
    }
  }

  #complain(error: unknown): void {
    const why = messageOf(error);
    this.#options.log(
      "warning",
      "control",
      `Nobody can ask at present: ${why}`,
    );
  }

  /** The system may have no more files to give, and later have some again. */
  async #pause(): Promise<void> {
    const { environment } = this.#options;
    await sleep(environment, BREATH, this.#life.signal).catch(() => {});
  }

  async #attend(connection: Deno.UnixConn): Promise<void> {
    const life = new AbortController();
    const isTooMany = this.#clients.size >= MOST_CLIENTS;
    this.#clients.set(connection, life);
    try {
      if (isTooMany) {
        const why = `${MOST_CLIENTS} others ask this node at present`;
        return await this.#refuse(connection, new ControlError(why));
      }
      await this.#answer(connection, life);
    } catch {
      // Whoever asked is gone, in the middle of it.
    } finally {
      this.#leave(connection);
    }
  }

  async #answer(
    connection: Deno.UnixConn,
    life: AbortController,
  ): Promise<void> {
    const lines = readLines(connection, LONGEST_QUESTION);
    try {
      const line = await this.#firstLine(connection, lines);
      if (line === undefined) return;
      const question = readQuestion(line);
      // Nothing more is expected; the end of it means that nobody waits.
      void exhaust(lines).finally(() => life.abort());
      await this.#speak(connection, question, life.signal);
    } catch (error) {
      if (!life.signal.aborted) await this.#refuse(connection, error);
    }
  }

  /** Whoever connects and says nothing must not keep a place. */
  async #firstLine(
    connection: Deno.UnixConn,
    lines: AsyncGenerator<string>,
  ): Promise<string | undefined> {
    const { environment } = this.#options;
    const giveUp = () => this.#leave(connection);
    const cancel = environment.after(PATIENCE, giveUp);
    try {
      return (await lines.next()).value ?? undefined;
    } finally {
      cancel();
    }
  }

  async #speak(
    connection: Deno.UnixConn,
    question: Question,
    signal: AbortSignal,
  ): Promise<void> {
    const answer = this.#find(question.ask);
    // The answer may take its time, but a node that hangs does not say this.
    await this.#write(connection, [{ heard: true }]);
    const end = await answer(question, {
      signal,
      show: (items) => this.#write(connection, items.map((item) => ({ item }))),
    });
    if (!signal.aborted) await this.#write(connection, [{ end: end ?? null }]);
  }

  #find(verb: string): Answerer {
    const { answerers } = this.#options;
    const found = Object.hasOwn(answerers, verb) ? answerers[verb] : undefined;
    if (found !== undefined) return found;
    throw new UsageError(
      `this node cannot be asked for ${quote(verb)}, but for ` +
        all(Object.keys(answerers)),
    );
  }

  async #refuse(connection: Deno.UnixConn, error: unknown): Promise<void> {
    const line = { error: messageOf(error), is: refusalOf(error) };
    await this.#write(connection, [line]);
  }

  #write(
    connection: Deno.UnixConn,
    lines: readonly AnswerLine[],
  ): Promise<void> {
    return writeLines(connection, lines);
  }

  #leave(connection: Deno.UnixConn): void {
    const life = this.#clients.get(connection);
    if (life === undefined) return;
    this.#clients.delete(connection);
    life.abort();
    connection.close();
  }
}

/** Reads to the end of it, and takes nothing. Never rejects. */
async function exhaust(lines: AsyncGenerator<string>): Promise<void> {
  try {
    for await (const _ of lines) continue;
  } catch {
    // That is an end, too.
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof NegativeAnswer) return "negative";
  if (error instanceof ControlError) return "busy";
  if (error instanceof UsageError || error instanceof DecodeError) {
    return "usage";
  }
  return error instanceof KozoError ? "negative" : "failure";
}
