import { getSystemErrorMap } from "node:util";
import { KozoError } from "../errors.ts";

/** Numbers that are no failure but a state of things. */
export const EINTR = 4;
export const EAGAIN = 11;
export const EINPROGRESS = 115;

/** What Kōzō meets and the runtime's own list lacks. */
const MORE: ReadonlyMap<number, readonly [name: string, text: string]> =
  new Map([
    [10, ["ECHILD", "no child processes"]],
    [52, ["EBADE", "invalid exchange"]],
    [67, ["ENOLINK", "link has been severed"]],
    [77, ["EBADFD", "file descriptor in bad state"]],
    [EINPROGRESS, ["EINPROGRESS", "operation now in progress"]],
    [121, ["EREMOTEIO", "remote I/O error"]],
    [132, ["ERFKILL", "blocked by a radio switch"]],
  ]);

/** The operating system refused something. */
export class OsError extends KozoError {
  /** The name of the class. */
  override name = "OsError";
  /** The number that the system gave. */
  readonly errno: number;
  /** Its name, such as `EBUSY`. */
  readonly code: string;

  /**
   * Takes the system's number besides what all errors take.
   *
   * @param attempt what was attempted, such as `Cannot open "/dev/null"`
   */
  constructor(attempt: string, errno: number, options?: ErrorOptions) {
    const [code, text] = describe(errno);
    super(`${attempt}: ${text} (${code})`, options);
    this.errno = errno;
    this.code = code;
  }
}

/** Whether `error` is the system's, with one of these names. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof OsError && codes.includes(error.code);
}

function describe(errno: number): readonly [name: string, text: string] {
  return getSystemErrorMap().get(-errno) ?? MORE.get(errno) ??
    [`error ${errno}`, "unknown"];
}
