/** What a role in a sandbox may do; it may do nothing else. */
export interface Permissions {
  /** Hosts, with or without a port, that it may talk to. */
  readonly net: Grant;
  /** Files and folders that it may read. */
  readonly read: Grant;
  /** Files and folders that it may write. */
  readonly write: Grant;
  /** Environment variables that it may read and set. */
  readonly env: Grant;
  /** Programs that it may start; these are not in the sandbox. */
  readonly run: Grant;
  /** Libraries that it may load; these are not in the sandbox. */
  readonly ffi: Grant;
  /** What it may ask the system, such as `hostname`. */
  readonly sys: Grant;
}

/** All of a kind, or what is listed. */
export type Grant = true | readonly string[];

/** The kinds of permission there are. */
export const PERMISSION_KINDS = [
  "net",
  "read",
  "write",
  "env",
  "run",
  "ffi",
  "sys",
] as const satisfies readonly (keyof Permissions)[];

/** Nothing at all. */
export const NO_PERMISSIONS: Permissions = {
  net: [],
  read: [],
  write: [],
  env: [],
  run: [],
  ffi: [],
  sys: [],
};

/**
 * The options of the runtime that grant just these.
 *
 * @param secrets files that are not granted, whatever the permissions say
 */
export function permissionFlags(
  permissions: Permissions,
  secrets: readonly string[],
): string[] {
  const allowed = PERMISSION_KINDS.flatMap((kind) => {
    const grant = permissions[kind];
    return grant === true ? [`--allow-${kind}`] : flag("allow", kind, grant);
  });
  return [
    ...allowed,
    ...flag("deny", "read", secrets),
    ...flag("deny", "write", secrets),
  ];
}

function flag(
  verb: "allow" | "deny",
  kind: keyof Permissions,
  values: readonly string[],
): string[] {
  // A comma within a value is written twice.
  const written = values.map((value) => value.replaceAll(",", ",,"));
  return values.length === 0 ? [] : [`--${verb}-${kind}=${written.join(",")}`];
}
