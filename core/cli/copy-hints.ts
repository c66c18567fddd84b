import { existsSync } from "node:fs";
import { isIPv6 } from "node:net";
import { basename } from "node:path";
import { hostAndPort, isLoopback } from "../net/host-and-port.ts";
import { all, shellWord } from "../wording.ts";
import type { Nodes } from "./edit-config.ts";
import { executable } from "./executable.ts";
import { ownCommand } from "./own-command.ts";

/** A node whose block, or key, is new. */
export interface NewNode {
  readonly name: string;
  /** Where it is reached. */
  readonly address: readonly string[];
  /** The private key that was made here for it, if one was. */
  readonly key: string | undefined;
}

/** What has to be copied where once a node is new, and what to run there. */
export function copyHints(config: Nodes, node: NewNode): string {
  const host = hostOf(node.address);
  const isHere = host !== undefined && isLoopback(host);
  return isHere ? localHints(config, node.name) : [
    ...remoteHints(config, node, host),
    othersHint(config, node.name),
  ].filter((line) => line !== "").join("\n");
}

/** Its neighbours are here, too: who has a key here reads this very file. */
function localHints(config: Nodes, name: string): string {
  const { file, nodes } = config;
  const others = [...nodes.values()].filter((other) => other.name !== name);
  const { here = [], elsewhere = [] } = Object.groupBy(
    others,
    ({ privateKey }) => existsSync(privateKey) ? "here" : "elsewhere",
  );
  return [
    "It is on this machine: nothing has to be copied. Run it:",
    `  ${ownCommand()} run ${shellWord(file)} ${name}`,
    ...here.length === 0 ? [] : [
      "Those that are here already have to read the file anew:",
      ...here.map(({ name }) => `  ${ownCommand()} reload --node ${name}`),
    ],
    ...elsewhere.length === 0 ? [] : [
      needHint(file, elsewhere.map(({ name }) => name)),
    ],
  ].join("\n");
}

function remoteHints(
  { file }: Nodes,
  { name, key }: NewNode,
  host: string | undefined,
): string[] {
  const config = shellWord(file);
  const files = key === undefined ? config : `${config} ${shellWord(key)}`;
  return [
    ...howToCopy(name, files, host),
    ...key === undefined ? [] : [
      "Then its key is not needed here any more:",
      `  rm ${shellWord(key)}`,
    ],
    "Run it there:",
    `  ${ownCommand()} run ${basename(file)} ${name}`,
  ];
}

/** A machine whose address nobody knows is reached by its owner alone. */
function howToCopy(name: string, files: string, host: string | undefined) {
  return host === undefined
    ? [
      `Copy to "${name}": ${files}`,
      `Nobody can dial "${name}": it has no "address", so that it has to dial ` +
      "the others",
    ]
    : [
      `Copy to "${name}", say:`,
      `  scp ${files} ${shellWord(`${inUrl(host)}:${folder()}`)}`,
    ];
}

/** Says which other nodes need the new file, and how they take it. */
export function othersHint({ file, nodes }: Nodes, name: string): string {
  const others = [...nodes.keys()].filter((other) => other !== name);
  return others.length === 0 ? "" : needHint(file, others);
}

function needHint(file: string, others: readonly string[]): string {
  return [
    `The other nodes need the new ${basename(file)}: ${all(others)}`,
    "Once it is there, say there:",
    `  ${ownCommand()} reload`,
  ].join("\n");
}

/** IPv6 has colons of its own. */
function inUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

/** Where Kōzō is on the other machine: its source goes into a folder. */
function folder(): string {
  return executable() === undefined ? "kozo/" : "";
}

/** The host of the first address, without a port. */
function hostOf([first]: readonly string[]): string | undefined {
  if (first === undefined || isIPv6(first)) return first;
  return hostAndPort(first)?.host ?? first;
}
