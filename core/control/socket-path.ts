/** Bytes that the path of a Unix socket may have, without the NUL at its end. */
const LONGEST = Deno.build.os === "darwin" ? 103 : 107;

/** Why there can be no socket at a path, if it is too long for one. */
export function lengthFault(path: string): string | undefined {
  const { length } = new TextEncoder().encode(path);
  return length <= LONGEST
    ? undefined
    : `the path has ${length} bytes, and that of a socket may have ${LONGEST}: ` +
      'name a shorter one by "--control"';
}
