import type { RoleInfo } from "kozo";
import { roleChecks } from "../../core/contract/role.ts";
import type { RoleContract } from "../../core/contract/role-stage.ts";

/**
 * Registers the tests that every role has to pass.
 *
 * @param name what the role is called in the names of the tests
 */
export function roleContract(
  name: string,
  info: RoleInfo,
  contract: RoleContract,
): void {
  for (const check of roleChecks(name, info, contract)) {
    Deno.test(`Role ${name} ${check.name}`, () => check.run());
  }
}
