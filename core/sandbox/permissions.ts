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

/** The options of the runtime that grant just these. */
export function permissionFlags(permissions: Permissions): string[] {
  return PERMISSION_KINDS.flatMap((kind) => {
    const grant = permissions[kind];
    if (grant === true) return [`--allow-${kind}`];
    // A comma within a value is written twice.
    const values = grant.map((value) => value.replaceAll(",", ",,"));
    return values.length === 0 ? [] : [`--allow-${kind}=${values.join(",")}`];
  });
}
