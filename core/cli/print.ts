/** Prints a line of what the program was asked for, on standard output. */
export function print(line: string): void {
  write(Deno.stdout, line);
}

/**
 * Does the same for what would go on without end.
 *
 * @returns whether somebody reads it still
 */
export function printOn(line: string): boolean {
  return write(Deno.stdout, line);
}

/** Prints a line beside what was asked for, on standard error. */
export function printAside(line: string): void {
  write(Deno.stderr, line);
}

/** Whoever has closed the other end has seen enough, as `head` has. */
function write(output: typeof Deno.stdout, line: string): boolean {
  const bytes = new TextEncoder().encode(`${line}\n`);
  try {
    let written = 0;
    while (written < bytes.length) {
      written += output.writeSync(bytes.subarray(written));
    }
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    return false;
  }
}
