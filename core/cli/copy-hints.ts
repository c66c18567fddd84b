import { existsSync } from "node:fs";
import { isIPv6 } from "node:net";
import { basename } from "node:path";
import { hostAndPort, isLoopback } from "../net/host-and-port.ts";
import { all, shellWord } from "../wording.ts";
import type { Nodes } from "./edit-config.ts";
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
export function copyHints(
  config: Nodes,
  node: NewNode,
  commands: Commands = commandsOf(),
): string {
  const host = hostOf(node.address);
  const isHere = host !== undefined && isLoopback(host);
  return [
    ...isHere
      ? localHints(config, node.name, commands)
      : remoteHints(config, node, host, commands),
    ...othersHints(config, node.name, commands),
  ].join("\n");
}

/** Says which other nodes need the new file, and how they take it. */
export function othersHints(
  { file, nodes }: Nodes,
  name: string,
  commands: Commands = commandsOf(),
): string[] {
  const others = [...nodes.values()].filter((other) => other.name !== name);
  // Who has a key here reads this very file.
  const { here = [], elsewhere = [] } = Object.groupBy(
    others,
    ({ privateKey }) => existsSync(privateKey) ? "here" : "elsewhere",
  );
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
      "Once it is there, say there:",
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
    ...howToBring(host, commands),
    "Run it there:",
    `  ${commands.elsewhere} run ${basename(file)} ${name}`,
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
function howToBring(host: string | undefined, { file }: Commands): string[] {
  if (file === undefined) return [];
  const target = host === undefined ? "" : `${inUrl(host)}:kozo`;
  return [
    "Kōzō has to be there, too, on the PATH. For a machine of the same kind " +
    "it is this file:",
    target === ""
      ? `  ${shellWord(file)}`
      : `  scp ${shellWord(file)} ${shellWord(target)}`,
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

/** The host of the first address, without a port. */
function hostOf([first]: readonly string[]): string | undefined {
  if (first === undefined || isIPv6(first)) return first;
  return hostAndPort(first)?.host ?? first;
}
