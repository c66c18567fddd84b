import { StartError } from "../errors.ts";
import { messageOf } from "../text.ts";

/** What fails at the start keeps the node from starting, whatever it throws. */
export async function begin(
  what: object,
  work: () => void | Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(`Cannot start "${what}": ${messageOf(cause)}`, {
      cause,
    });
  }
}
