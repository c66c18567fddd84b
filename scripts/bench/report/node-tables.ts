import type { Origin } from "../executable.ts";
import type { Figures } from "../figures.ts";
import type { Flood, Memory } from "../memory.ts";
import type { Mesh } from "../mesh.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Starts } from "../start.ts";
import type { Spread } from "../times.ts";
import type { Use, Watch } from "../watch.ts";
import { bytes, fixed, known, percent } from "./numbers.ts";
import type { Table } from "./table.ts";

/** Digits of a commit that tell it from others. */
const DIGITS = 12;

/** Where it was measured. */
export function machineTable({ machine, rounds, ways }: Figures): Table {
  const { date, cores, processor, system, deno, executable, load } = machine;
  const versions = Object.entries(ways).flatMap(([name, { version }]) =>
    version === null ? [] : [[name, version]]
  );
  return {
    words: 2,
    head: ["Machine", ""],
    rows: [
      ["date", date],
      ["processor", `${cores} × ${processor}`],
      ["system", system],
      ["Deno", deno],
      ...(executable ? [["executable", origin(executable)]] : []),
      ...versions,
      ["load before", fixed(load, 1)],
      ["rounds", fixed(rounds)],
    ],
  };
}

function origin({ form, commit }: Origin): string {
  return `${form}, of ${commit?.slice(0, DIGITS) ?? "an unknown commit"}`;
}

/** What processes with idle links hold. */
export function memoryTable(memory: readonly Memory[]): Table {
  return {
    head: [
      "Idle links",
      "Kōzō MB",
      "before they were made",
      "Kōzō, compiled, MB",
      "bare ssh2 channels MB",
    ],
    rows: memory.map(({ links, kozo, kozoUnlinked, compiled, ssh2 }) => [
      fixed(links),
      fixed(kozo, 1),
      fixed(kozoUnlinked, 1),
      known(compiled, 1),
      fixed(ssh2, 1),
    ]),
  };
}

/** What two nodes hold after many messages. */
export function floodTable({ messages, rest, atOnce, rested }: Flood): Table {
  return {
    head: [
      `After ${fixed(messages)} messages`,
      "publisher MB",
      "subscriber MB",
    ],
    rows: [
      ["at once", fixed(atOnce.publisher), fixed(atOnce.subscriber)],
      [
        `${fixed(rest)} s later`,
        fixed(rested.publisher),
        fixed(rested.subscriber),
      ],
    ],
  };
}

/** How long it takes to start. */
export function startTable({ bare, source, compiled }: Starts): Table {
  const row = (what: string, seconds: number) => [
    what,
    fixed(seconds, 3),
    fixed(seconds / bare, 2),
  ];
  return {
    head: ["Start to listening", "seconds", "by bare Deno's"],
    rows: [
      row("Deno with ssh2 and nothing else", bare),
      row("a node, from its source", source),
      ...(compiled === null ? [] : [row("a node, compiled", compiled)]),
    ],
  };
}

/** What a sandbox takes besides its node. */
export function sandboxTable({ megabytes, seconds }: Sandbox): Table {
  return {
    head: ["A role's sandbox takes", "MB", "s until its node runs"],
    rows: [["besides", fixed(megabytes), fixed(seconds, 2)]],
  };
}

/** What nodes use that just run. */
export function watchTable({ links, idle, busy }: Watch): Table {
  const row = (what: string, use: Use) => [
    what,
    percent(use.core, 2),
    known(use.bytesAnHour),
    known(use.packetsAnHour),
    bytes(use.diskADay),
  ];
  const head = [
    `A node with ${links} links`,
    "of a core",
    "bytes/h per link",
    "packets/h per link",
    "to disk a day",
  ];
  return { head, rows: [row("idle", idle), row("busy", busy)] };
}

function spread({ first, last }: Spread): string {
  return `${fixed(first, 2)} / ${fixed(last, 2)}`;
}

/** What it takes to link all nodes of a network with each other. */
export function meshTable(meshes: readonly Mesh[]): Table {
  const row = (mesh: Mesh) => [
    fixed(mesh.nodes),
    fixed(mesh.links),
    fixed(mesh.seconds, 1),
    fixed(mesh.cpuSeconds, 1),
    fixed(mesh.cpuSeconds / mesh.nodes, 2),
    mesh.bytes === null ? "–" : fixed(mesh.bytes / mesh.links),
    fixed(mesh.megabytes),
    percent(mesh.idleCore, 2),
    known(mesh.idleBytes),
    spread(mesh.broadcast),
    spread(mesh.bareBroadcast),
  ];
  const head = [
    "Nodes",
    "links",
    "s to all links",
    "CPU s",
    "CPU s a node",
    "bytes a link",
    "MB a node",
    "idle: of a core, each",
    "idle: bytes/s, all",
    "to all: first / last ms",
    "bare ssh2: first / last ms",
  ];
  return { head, rows: meshes.map(row) };
}
