/**
 * What is said at the socket of a running node: lines of JSON. A connection
 * carries one question, and the answer to it: that it was heard, any number of
 * items, then an end or an error.
 */

/** The version of this. */
export const CONTROL_VERSION = 1;

/** A question. */
export interface Question {
  readonly kozo: typeof CONTROL_VERSION;
  /** What is asked for: a verb. */
  readonly ask: string;
  /** The verb's own fields. */
  readonly [field: string]: unknown;
}

/** One line of an answer. */
export type AnswerLine =
  | { readonly heard: true }
  | { readonly item: unknown }
  | { readonly end: unknown }
  | { readonly error: string; readonly is: Refusal };

/**
 * Why a question has no answer: it is none that the node knows, the answer is
 * no, the node has too many others to answer, or it failed.
 */
export const REFUSALS = ["usage", "negative", "busy", "failure"] as const;

/** One of {@link REFUSALS}. */
export type Refusal = typeof REFUSALS[number];

/** Bytes of a question at most: it may carry the data of a message. */
export const LONGEST_QUESTION = 4 * 1024 * 1024;

/** Bytes of a line of an answer at most. */
export const LONGEST_ANSWER = 16 * 1024 * 1024;
