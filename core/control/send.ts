import { UsageError } from "../errors.ts";
import { NAME_PATTERN, NAME_RULE } from "../model/names.ts";
import type { Audience } from "../runtime/router.ts";
import type { MessageParts, Runtime } from "../runtime/runtime.ts";
import { quote } from "../wording.ts";
import { neededText, textIn } from "./question.ts";
import type { Question } from "./words.ts";

/** In whose name a message is sent, unless the user names somebody. */
export const OPERATOR = "operator";

/**
 * Sends the message that a question describes.
 *
 * @returns whom it has gone to
 * @throws {UsageError} when the question describes none
 * @throws {MessageError} when its data cannot be sent
 */
export function sendMessage(runtime: Runtime, question: Question): Audience {
  const role = textIn(question, "as") ?? OPERATOR;
  if (!NAME_PATTERN.test(role)) {
    throw new UsageError(
      `${quote(role)} can be the name of no role: ${NAME_RULE}`,
    );
  }
  return runtime.send(role, partsOf(question));
}

function partsOf(question: Question): MessageParts {
  const kind = neededText(question, "kind");
  switch (kind) {
    case "log":
      return { kind, text: neededText(question, "text") };
    case "event":
    case "order":
      return {
        kind,
        type: neededText(question, "type"),
        channel: textIn(question, "channel"),
        data: question.data ?? null,
      };
    default:
      throw new UsageError(
        `the kind ${quote(kind)} of a message is "event", "order" or "log"`,
      );
  }
}
