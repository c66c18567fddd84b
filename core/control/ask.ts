import { UsageError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { quotePath } from "../wording.ts";
import { ControlError, NegativeAnswer } from "./errors.ts";
import { readLines, writeLines } from "./lines.ts";
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

/**
 * Asks the running node at a socket.
 *
 * @param onItem is given each item as it comes
 * @param signal ends it
 * @returns the end of the answer
 * @throws {ControlError} when nobody answers
 * @throws {NegativeAnswer} when the answer is no
 * @throws {UsageError} when the node does not understand the question
 * @throws the signal's reason when that is aborted
 */
export async function ask(
  path: string,
  asked: Asked,
  onItem: (item: unknown) => void | Promise<void>,
  signal: AbortSignal,
): Promise<unknown> {
  signal.throwIfAborted();
  const connection = await connect(path);
  const hangUp = () => connection.close();
  signal.addEventListener("abort", hangUp, { once: true });
  try {
    await writeLines(connection, [{ kozo: CONTROL_VERSION, ...asked }]);
    return await hear(connection, onItem);
  } catch (error) {
    signal.throwIfAborted();
    throw toControlError(error, path);
  } finally {
    signal.removeEventListener("abort", hangUp);
    if (!signal.aborted) connection.close();
  }
}

async function hear(
  connection: Deno.UnixConn,
  onItem: (item: unknown) => void | Promise<void>,
): Promise<unknown> {
  for await (const text of readLines(connection, LONGEST_ANSWER)) {
    const line: AnswerLine = JSON.parse(text);
    if ("error" in line) throw refused(line.error, line.is);
    if ("end" in line) return line.end;
    await onItem(line.item);
  }
  throw new ControlError("it has ended in the middle of its answer");
}

function refused(text: string, is: Refusal): Error {
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
      `Cannot ask the node at ${quotePath(path)}: ${whyNot(cause)}`,
      { cause },
    );
  }
}

/** What the system means by not letting us ask, and what to do. */
function whyNot(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "no node runs there";
  if (error instanceof Deno.errors.ConnectionRefused) {
    return "the node that was there has been killed: start it again";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "it is another user's: ask as that user, or as root by sudo";
  }
  return messageOf(error);
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
