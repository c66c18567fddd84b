import { execute } from "../compile/execute.ts";
import { exists } from "../support/exists.ts";
import { ROOT } from "../support/root.ts";

/** What an executable says of itself. */
export interface Origin {
  /** How it was built. */
  readonly form: string;
  /** What it was built from; nothing where it does not know. */
  readonly commit: string | null;
}

/** An executable, and what it is. */
export interface Executable {
  readonly file: string;
  readonly origin: Origin;
}

/**
 * The executable for this machine, if it was built.
 *
 * @throws {KozoError} when it does not say what it is
 */
export async function ownExecutable(): Promise<Executable | undefined> {
  const file = `${ROOT}/dist/kozo-${Deno.build.target}`;
  if (!await exists(file)) return undefined;
  return { file, origin: await originOf(file) };
}

/**
 * Asks an executable what it is.
 *
 * @throws {KozoError} when it does not say
 */
export async function originOf(file: string): Promise<Origin> {
  const command = [file, "version", "--json"] as const;
  const printed = await execute(`ask what "${file}" is`, command);
  const { form, commit }: Origin = JSON.parse(
    new TextDecoder().decode(printed),
  );
  return { form, commit };
}

/**
 * What to say of an executable that is of another commit than the sources
 * that are measured besides; nothing of any other.
 *
 * @param head the sources' commit; nothing where that is not known
 */
export function complaintAbout(
  { commit }: Origin,
  head: string | null,
): string | undefined {
  if (head === null || commit === head) return undefined;
  const found = commit === null
    ? "does not know its commit"
    : `is of commit "${commit}"`;
  return `The executable in "dist" ${found}, while HEAD is "${head}": its ` +
    'figures are not those of these sources; to have it anew: "deno task ' +
    'compile"';
}
