import { KozoError } from "../../core/errors.ts";
import { messageOf } from "../../core/text.ts";

/** How a program is run. */
export interface ExecuteOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end.
 *
 * @param attempt what it is for, after "Cannot"
 * @returns what it has printed on standard output
 * @throws {KozoError} with the last line of its complaint when it fails
 */
export async function execute(
  attempt: string,
  [program, ...args]: readonly [string, ...string[]],
  options: ExecuteOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { success, code, stdout, stderr } = await new Deno.Command(program, {
      args,
      ...options,
      stdin: "null",
    }).output();
    if (success) return stdout;
    throw new Error(lastLine(stderr) ?? `exit code ${code}`);
  } catch (cause) {
    throw new KozoError(
      `Cannot ${attempt}: "${program}" says: ${messageOf(cause)}`,
      { cause },
    );
  }
}

function lastLine(output: Uint8Array): string | undefined {
  return new TextDecoder().decode(output).trim().split("\n").at(-1) ||
    undefined;
}
