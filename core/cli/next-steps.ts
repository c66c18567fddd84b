import { relative } from "node:path";
import { shellWord } from "../wording.ts";
import { ownCommand } from "./own-command.ts";

/**
 * What to do with a new module: how it gets into a network, and how it is
 * tested.
 *
 * @param folder where its file is
 */
export function nextSteps(
  noun: "role" | "transport",
  name: string,
  folder: string,
): string {
  const kozo = ownCommand();
  const file = shellWord(`${folder}/${name}.ts`);
  const [block, options] = noun === "role"
    ? [["roles:", `  ${name}: {}`], ""]
    : [
      ["transports:", `  ${name}:`, `    path: ${name}.socket`],
      " --option 'path={folder}/socket'",
    ];
  return [
    "In the configuration file, which all machines have:",
    "",
    `  ${noun}Path: ${inConfiguration(folder)}`,
    "  system:",
    "    clock: # the name of a node",
    ...block.map((line) => `      ${line}`),
    "",
    `Test it: ${kozo} test-module ${file}${options}`,
    `Run it:  ${kozo} run config.yml clock`,
    "",
  ].join("\n");
}

/**
 * A folder as a file here would say it: one that is copied to other machines
 * leads nowhere there by the folders of this one.
 */
function inConfiguration(folder: string): string {
  const path = relative(Deno.cwd(), folder);
  return path.startsWith("..")
    ? JSON.stringify(folder)
    : `${JSON.stringify(path || ".")} # from the folder of that file`;
}
