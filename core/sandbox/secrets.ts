import { isBelow, realPath } from "../modules/trust.ts";
import type { Grant } from "./permissions.ts";

/**
 * A secret that what is granted covers, if there is one: what a role may do to
 * a folder it may do to all in it. All of the machine covers none, since then
 * there are no secrets.
 *
 * @param secrets absolute paths of files
 */
export function coveredSecret(
  grant: Grant,
  secrets: readonly string[],
): string | undefined {
  if (grant === true) return undefined;
  const places = grant.flatMap((path) => [path, realPath(path) ?? path]);
  return secrets.find((secret) =>
    places.some((place) => secret === place || isBelow(secret, place))
  );
}
