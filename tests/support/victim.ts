/**
 * The environment for a child process that is cut off: without the folder for
 * reports on coverage, since half a report spoils the whole.
 */
export function environmentOfVictim(): Deno.CommandOptions {
  const env = Deno.env.toObject();
  delete env.DENO_COVERAGE_DIR;
  return { clearEnv: true, env };
}
