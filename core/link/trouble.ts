import type { LinkError } from "../errors.ts";
import { toLinkError } from "../failure.ts";
import type { Transport } from "../model/transport.ts";

/**
 * What keeps a transport of this node from being of use just now, as far as it
 * knows. One that cannot even say so is in trouble, too.
 */
export function troubleOf(transport: Transport): LinkError | undefined {
  try {
    return transport.getTrouble();
  } catch (error) {
    return toLinkError(error, 'Its "getTrouble" fails');
  }
}
