import { isIPv6 } from "node:net";
import { basename } from "node:path";
import type { NodeConfig } from "../config/config.ts";
import { all, shellWord } from "../wording.ts";
import type { Nodes } from "./edit-config.ts";
import { hostOf, isHere, isOwnHost } from "./is-here.ts";
import { type Commands, commandsOf } from "./own-command.ts";

/** A node whose block, or key, is new. */
export interface NewNode {
  readonly name: string;
  /** Where it is reached. */
  readonly address: readonly string[];
  /** The private key that was made here for it, if one was. */
  readonly key: string | undefined;
}

/** What has to be copied where once a node is new, and what to run there. */
export async function copyHints(
  config: Nodes,
  node: NewNode,
  commands: Commands = commandsOf(),
): Promise<string> {
  const [host] = node.address.map(hostOf);
  return [
    ...host !== undefined && isOwnHost(host)
      ? localHints(config, node.name, commands)
      : remoteHints(config, node, host, commands),
    ...await othersHints(config, node.name, commands),
  ].join("\n");
}

/** Says which other nodes need the new file, and how they take it. */
export async function othersHints(
  { file, nodes }: Nodes,
  name: string,
  commands: Commands = commandsOf(),
): Promise<string[]> {
  const here: NodeConfig[] = [];
  const elsewhere: NodeConfig[] = [];
  for (const other of nodes.values()) {
    if (other.name === name) continue;
    (await isHere(other) ? here : elsewhere).push(other);
  }
  return [
    ...here.length === 0 ? [] : [
      "Those that are here already have to read the file anew:",
      ...here.map(({ name }) =>
        `  ${commands.here} reload --node ${shellWord(name)}`
      ),
    ],
    ...elsewhere.length === 0 ? [] : [
      `The other nodes need the new ${basename(file)}: ` +
      all(elsewhere.map(({ name }) => name)),
      commands.file === undefined
        ? "Once it is there, say there:"
        : 'Once it is there, say there ("./kozo" where it is not on the PATH):',
      `  ${commands.elsewhere} reload`,
    ],
  ];
}

function localHints({ file }: Nodes, name: string, { here }: Commands) {
  return [
    "It is on this machine: nothing has to be copied. Run it:",
    `  ${here} run ${shellWord(file)} ${name}`,
  ];
}

function remoteHints(
  { file }: Nodes,
  { name, key }: NewNode,
  host: string | undefined,
  commands: Commands,
): string[] {
  const config = shellWord(file);
  const files = key === undefined ? config : `${config} ${shellWord(key)}`;
  return [
    ...howToCopy(name, files, host, commands),
    ...key === undefined ? [] : [
      "Then its key is not needed here any more:",
      `  rm ${shellWord(key)}`,
    ],
    ...howToRun(host, `run ${basename(file)} ${name}`, commands),
  ];
}

/** A machine whose address nobody knows is reached by its owner alone. */
function howToCopy(
  name: string,
  files: string,
  host: string | undefined,
  commands: Commands,
): string[] {
  return host === undefined
    ? [
      `Copy to "${name}": ${files}`,
      `Nobody can dial "${name}": it has no "address", so that it has to dial ` +
      "the others",
    ]
    : [
      `Copy to "${name}", say:`,
      `  scp ${files} ${shellWord(`${inUrl(host)}:${folder(commands)}`)}`,
    ];
}

/** An executable is one file, but not every machine can run it. */
function howToRun(
  host: string | undefined,
  args: string,
  { file, elsewhere }: Commands,
): string[] {
  if (file === undefined) return ["Run it there:", `  ${elsewhere} ${args}`];
  const sameKind = "For a machine of the same kind it is this file:";
  if (host === undefined) {
    return [
      `Kōzō has to be there, too, on the PATH. ${sameKind}`,
      `  ${shellWord(file)}`,
      "Run it there:",
      `  ${elsewhere} ${args}`,
    ];
  }
  return [
    `Kōzō has to be there, too. ${sameKind}`,
    `  scp ${shellWord(file)} ${shellWord(`${inUrl(host)}:kozo`)}`,
    "Run it there, in the folder where both are:",
    `  ./kozo ${args}`,
  ];
}

/** IPv6 has colons of its own. */
function inUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

/** Where Kōzō is on the other machine: its source goes into a folder. */
function folder({ file }: Commands): string {
  return file === undefined ? "kozo/" : "";
}
