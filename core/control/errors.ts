import { KozoError } from "../errors.ts";

/** No running node can be asked. */
export class ControlError extends KozoError {
  /** The name of the class. */
  override name = "ControlError";
}

/** A node was asked, or looked for, and the answer is no. */
export class NegativeAnswer extends KozoError {
  /** The name of the class. */
  override name = "NegativeAnswer";
}
