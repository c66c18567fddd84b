import type { Role } from "../model/role.ts";

/**
 * Where a role that stands for another keeps how many of the messages it has
 * taken that one was not interested in. No name that a role may have itself.
 */
export const UNWANTED = Symbol("unwanted");

/** Messages that a role has taken for another, which did not want them. */
export function unwantedBy(role: Role & { readonly [UNWANTED]?: number }) {
  return role[UNWANTED] ?? 0;
}
