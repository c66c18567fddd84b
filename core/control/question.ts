import { DecodeError, UsageError } from "../errors.ts";
import { quote } from "../wording.ts";
import { CONTROL_VERSION, type Question } from "./words.ts";

/**
 * Reads a question.
 *
 * @throws {DecodeError} when the line is none
 * @throws {UsageError} when it is one of another version
 */
export function readQuestion(line: string): Question {
  const value = parse(line);
  if (typeof value !== "object" || value === null) throw noQuestion();
  if (!("ask" in value) || typeof value.ask !== "string") throw noQuestion();
  if (!("kozo" in value) || value.kozo !== CONTROL_VERSION) {
    throw new UsageError(
      `this node understands questions with "kozo": ${CONTROL_VERSION}: ask ` +
        "it by the Kōzō that it runs by",
    );
  }
  return { ...value, kozo: CONTROL_VERSION, ask: value.ask };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new DecodeError("a question is a line of JSON", { cause });
  }
}

function noQuestion(): DecodeError {
  return new DecodeError(
    'a question is an object with "kozo" and "ask", such as ' +
      `{"kozo":${CONTROL_VERSION},"ask":"status"}`,
  );
}

/**
 * A field of a question that is a text, or nothing if it is not there.
 *
 * @throws {UsageError} when it is something else
 */
export function textIn(question: Question, field: string): string | undefined {
  const value = question[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new UsageError(
    `the field ${quote(field)} of ${quote(question.ask)} is a text`,
  );
}

/**
 * A field of a question that is a text and has to be there.
 *
 * @throws {UsageError} when it is not
 */
export function neededText(question: Question, field: string): string {
  const text = textIn(question, field);
  if (text !== undefined) return text;
  throw new UsageError(
    `${quote(question.ask)} needs the field ${quote(field)}`,
  );
}
