/** Why a line cannot be injected, and where in it. */
export class LineError extends Error {
  /** The name of the class. */
  override name = "LineError";
  /** In the line, from 1. */
  readonly column: number;

  constructor(column: number, message: string) {
    super(message);
    this.column = column;
  }
}
