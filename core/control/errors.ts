import { KozoError } from "../errors.ts";

/** No running node can be asked. */
export class ControlError extends KozoError {
  /** The name of the class. */
  override name = "ControlError";
}

/** More than one running node may be meant: no time will change that. */
export class AmbiguousNodeError extends ControlError {
  /** The name of the class. */
  override name = "AmbiguousNodeError";
}

/** A node was asked, or looked for, and the answer is no. */
export class NegativeAnswer extends KozoError {
  /** The name of the class. */
  override name = "NegativeAnswer";
}
