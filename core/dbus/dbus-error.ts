import { KozoError } from "../errors.ts";

/** A service on D-Bus, or the bus itself, said no. */
export class DbusError extends KozoError {
  /** The name of the class. */
  override name = "DbusError";
  /** The name of the error, such as `org.bluez.Error.NotReady`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message === "" ? code : `${message} (${code})`);
    this.code = code;
  }
}
