import type { TestnetArguments } from "./arguments.ts";
import type { NetworkFolder } from "./network-folder.ts";

/** What is said before a network starts: where its files lie, how it ends. */
export function describe(
  network: NetworkFolder,
  { network: name, seconds, keep }: TestnetArguments,
): string {
  const end = seconds === undefined
    ? "Ctrl-C ends it"
    : `It ends by itself after ${seconds} s, or by Ctrl-C`;
  const after = keep === undefined
    ? "its files are then removed"
    : "its files stay";
  return [
    `The testnet "${name}": ${network.nodes.join(", ")}`,
    `  configuration  ${network.config}`,
    `  keys           ${network.keys}`,
    `  log            ${network.log}`,
    `  storage        ${network.storage}`,
    `${end}; ${after}.`,
    "",
    "",
  ].join("\n");
}
