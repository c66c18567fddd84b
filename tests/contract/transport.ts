import { transportChecks } from "../../core/contract/transport.ts";
import type { TransportContract } from "../../core/contract/transport-stage.ts";

/** Registers what every transport has to pass. */
export function transportContract(
  name: string,
  contract: TransportContract,
): void {
  for (const check of transportChecks(contract)) {
    Deno.test(`${name} transport: ${check.name}`, () => check.run());
  }
}
