import { LinkError, LinkReason } from "./errors.ts";
import { messageOf } from "./text.ts";

/** What the system's error codes mean for a link. */
const REASONS_BY_CODE: Readonly<Record<string, LinkReason>> = {
  ENOTFOUND: LinkReason.Resolve,
  EAI_AGAIN: LinkReason.Resolve,
  EAI_NODATA: LinkReason.Resolve,
  EAI_NONAME: LinkReason.Resolve,
  ECONNREFUSED: LinkReason.Refused,
  ETIMEDOUT: LinkReason.Timeout,
  EHOSTUNREACH: LinkReason.Unreachable,
  ENETUNREACH: LinkReason.Unreachable,
  EHOSTDOWN: LinkReason.Unreachable,
};

/** The same for whoever has never heard of these codes. */
const WORDS_BY_CODE: Readonly<Record<string, string>> = {
  ENOTFOUND: "the name is not known here; does its IP address work?",
  EAI_AGAIN: "no name server answers; does its IP address work?",
  ECONNREFUSED: "nobody listens there; has the node been started?",
  ETIMEDOUT: "nobody answers there",
  EHOSTUNREACH: "no way leads there",
  ENETUNREACH: "no way leads there",
  EHOSTDOWN: "the machine is not there",
};

/** What ssh2 calls the stage at which something failed. */
const REASONS_BY_LEVEL: Readonly<Record<string, LinkReason>> = {
  "client-authentication": LinkReason.KeyRefused,
  "client-socket": LinkReason.Lost,
  "client-timeout": LinkReason.Timeout,
  handshake: LinkReason.Handshake,
  protocol: LinkReason.Handshake,
};

/**
 * Gives any failure on the way to a link its reason.
 *
 * @param attempt what was attempted, such as `Cannot connect to …`
 */
export function toLinkError(error: unknown, attempt: string): LinkError {
  if (error instanceof LinkError) return error;
  const words = WORDS_BY_CODE[codeOf(error)] ?? messageOf(error);
  return new LinkError(reasonOf(error), `${attempt}: ${words}`, {
    cause: error,
  });
}

function reasonOf(error: unknown): LinkReason {
  if (!(error instanceof Error)) return LinkReason.Lost;
  const code = codeOf(error);
  const level = "level" in error ? String(error.level) : "";
  return REASONS_BY_CODE[code] ?? REASONS_BY_LEVEL[level] ?? LinkReason.Lost;
}

/** Whether an error of the system has one of some codes, such as `EACCES`. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** How far an attempt came that failed for a reason, from nowhere on. */
const PROGRESS: readonly LinkReason[] = [
  LinkReason.Resolve,
  LinkReason.TorDown,
  LinkReason.TorStarting,
  LinkReason.Unreachable,
  LinkReason.Unpublished,
  LinkReason.ClientAuth,
  LinkReason.Circuit,
  LinkReason.Refused,
  LinkReason.Timeout,
  LinkReason.Lost,
  LinkReason.Handshake,
  LinkReason.WrongHostKey,
  LinkReason.KeyRefused,
];

/**
 * Of several attempts the one that tells most, with what became of the others
 * in its message.
 */
export function furthest(
  failures: readonly LinkError[],
): LinkError | undefined {
  const [first, ...others] = failures.toSorted((a, b) =>
    PROGRESS.indexOf(b.reason) - PROGRESS.indexOf(a.reason)
  );
  if (first === undefined || others.length === 0) return first;
  const message = [first, ...others].map((error) => error.message).join("; ");
  return new LinkError(first.reason, message, { cause: first });
}
