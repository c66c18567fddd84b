import { type Environment, realEnvironment } from "../environment.ts";
import { UsageError } from "../errors.ts";
import { messageOf, printable } from "../text.ts";
import { quotePath } from "../wording.ts";
import { ControlError, NegativeAnswer } from "./errors.ts";
import { readLines, writeLines } from "./lines.ts";
import { lengthFault } from "./socket-path.ts";
import {
  type AnswerLine,
  CONTROL_VERSION,
  LONGEST_ANSWER,
  type Refusal,
} from "./words.ts";

/** What a question says, but for its version. */
export interface Asked {
  readonly ask: string;
  readonly [field: string]: unknown;
}

/** How long one waits, and by which clock. */
export interface AskOptions {
  readonly environment?: Environment;
  /** Seconds that a node has to say that it has heard the question. */
  readonly patience?: number;
}

/** What {@link AskOptions.patience} is by default. */
const PATIENCE = 10;

/**
 * Asks the running node at a socket.
 *
 * @param onItem is given each item as it comes
 * @param signal ends it
 * @returns the end of the answer
 * @throws {ControlError} when nobody answers, or says in time that he heard
 * @throws {NegativeAnswer} when the answer is no
 * @throws {UsageError} when the node does not understand the question
 * @throws the signal's reason when that is aborted
 */
export async function ask(
  path: string,
  asked: Asked,
  onItem: (item: unknown) => void | Promise<void>,
  signal: AbortSignal,
  { environment = realEnvironment, patience = PATIENCE }: AskOptions = {},
): Promise<unknown> {
  signal.throwIfAborted();
  const connection = await connect(path);
  if (signal.aborted) {
    connection.close();
    throw signal.reason;
  }
  const late = new AbortController();
  const either = AbortSignal.any([signal, late.signal]);
  const hangUp = () => connection.close();
  either.addEventListener("abort", hangUp, { once: true });
  const calm = environment.after(patience, () => late.abort());
  try {
    await writeLines(connection, [{ kozo: CONTROL_VERSION, ...asked }]);
    return await hear(connection, onItem, calm);
  } catch (error) {
    signal.throwIfAborted();
    throw toControlError(late.signal.aborted ? silent() : error, path);
  } finally {
    calm();
    either.removeEventListener("abort", hangUp);
    if (!either.aborted) connection.close();
  }
}

function silent(): ControlError {
  return new ControlError("it runs, but does not answer: see its log");
}

async function hear(
  connection: Deno.UnixConn,
  onItem: (item: unknown) => void | Promise<void>,
  onHeard: () => void,
): Promise<unknown> {
  for await (const text of readLines(connection, LONGEST_ANSWER)) {
    const line: AnswerLine = JSON.parse(text);
    if ("error" in line) throw refused(line.error, line.is);
    if ("end" in line) return line.end;
    if ("item" in line) await onItem(line.item);
    else onHeard();
  }
  throw new ControlError("it has ended in the middle of its answer");
}

function refused(said: string, is: Refusal): Error {
  // Who answers may be another than the node that is meant.
  const text = printable(said);
  if (is === "negative") return new NegativeAnswer(text);
  if (is === "busy") return new ControlError(text);
  if (is === "usage") return new UsageError(`Cannot ask the node: ${text}`);
  return new ControlError(`it failed: ${text}`);
}

async function connect(path: string): Promise<Deno.UnixConn> {
  try {
    return await Deno.connect({ transport: "unix", path });
  } catch (cause) {
    throw new ControlError(
      `Cannot ask the node at ${quotePath(path)}: ${whyNot(cause, path)}`,
      { cause },
    );
  }
}

/** What the system means by not letting us ask, and what to do. */
function whyNot(error: unknown, path: string): string {
  if (error instanceof Deno.errors.NotFound) return "no node runs there";
  if (error instanceof Deno.errors.ConnectionRefused) {
    return isSocket(path)
      ? "the node that was there has been killed: start it again"
      : 'that is no socket: name the one that "kozo run --control" was given';
  }
  // As many as the system lets wait for an answer do so.
  if (error instanceof Deno.errors.WouldBlock) return silent().message;
  if (error instanceof Deno.errors.PermissionDenied) {
    return "it is another user's: ask as that user, or as root by sudo";
  }
  return lengthFault(path) ?? messageOf(error);
}

function isSocket(path: string): boolean {
  try {
    return Deno.statSync(path).isSocket ?? false;
  } catch {
    return true; // It has gone meanwhile.
  }
}

function toControlError(error: unknown, path: string): Error {
  if (error instanceof NegativeAnswer || error instanceof UsageError) {
    return error;
  }
  return new ControlError(
    `Cannot ask the node at ${quotePath(path)}: ${messageOf(error)}`,
    { cause: error },
  );
}
