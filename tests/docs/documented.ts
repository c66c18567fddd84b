import { ROOT } from "../../scripts/support/root.ts";

/** Calls of {@link documented} and {@link documentedTask}, with the command. */
const CALL = /\bdocumented(?:Task)?\(\s*"([^"\n]+)",?\s*\)/g;

/**
 * The words of a command that a document shows, for the test that runs them.
 * `commands_test.ts` looks for these calls: no command may go without a test,
 * and no test may run another one than is shown.
 */
export function documented(command: string): string[] {
  return command.split(" ");
}

/**
 * What {@link documented} gives of a `deno task …`, as arguments of a Deno that
 * does not say which task it runs.
 */
export function documentedTask(command: string): string[] {
  const [, , ...words] = documented(command);
  return ["task", "--quiet", ...words];
}

/** All commands that tests run by {@link documented}. */
export async function commandsOfTests(
  folder = `${ROOT}/tests`,
): Promise<string[]> {
  const commands: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) commands.push(...await commandsOfTests(path));
    else if (name.endsWith(".ts")) {
      const text = await Deno.readTextFile(path);
      commands.push(...text.matchAll(CALL).map(([, command = ""]) => command));
    }
  }
  return commands;
}
