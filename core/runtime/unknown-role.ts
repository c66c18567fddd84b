import { Role } from "../model/role.ts";

/**
 * A role of another node whose module is not here. Only its own node knows what
 * it is interested in: it is sent everything, and asked there.
 */
export class UnknownRole extends Role {
  /** Whatever it is: its node decides. */
  override isInterestedIn(): boolean {
    return true;
  }

  /** Never called here. */
  override run(): void {}
}
