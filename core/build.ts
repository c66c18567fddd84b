/**
 * How this copy of Kōzō was made. `deno task compile` writes this file anew in
 * what it builds; as it stands here it says that Kōzō runs from source.
 *
 * @module
 */

/** What a copy of Kōzō can be. */
export type Form = "source" | "compiled" | "self-extracting";

/** What this copy is. */
export const FORM: Form = "source";

/** The commit that it was built from, where that is known. */
export const COMMIT: string | null = null;
