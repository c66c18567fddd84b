import type { Figures } from "../figures.ts";
import { aimTable } from "./aims.ts";
import { growthTable } from "./growth.ts";
import {
  flowTable,
  loadTable,
  nativeTable,
  processTable,
  roundTripTable,
  sizeTable,
} from "./message-tables.ts";
import {
  floodTable,
  machineTable,
  memoryTable,
  meshTable,
  sandboxTable,
  startTable,
  watchTable,
} from "./node-tables.ts";
import { markdown, type Table } from "./table.ts";

/** All tables, by the names that docs/performance.md has for them. */
export function tablesOf(figures: Figures): Record<string, Table> {
  const { ways, natives, memory, flood, starts, sandbox, watch, meshes } =
    figures;
  return {
    machine: machineTable(figures),
    aims: aimTable(figures),
    flows: flowTable(ways),
    sizes: sizeTable(ways),
    "round-trips": roundTripTable(ways),
    natives: nativeTable(natives),
    loads: loadTable(ways),
    processes: processTable(ways),
    memory: memoryTable(memory),
    flood: floodTable(flood),
    starts: startTable(starts),
    sandbox: sandboxTable(sandbox),
    watch: watchTable(watch),
    meshes: meshTable(meshes),
    growth: growthTable(meshes),
  };
}

/** All figures for people, as they are in docs/performance.md too. */
export function describeFigures(figures: Figures): string {
  const tables = Object.values(tablesOf(figures)).map(markdown);
  return [...tables.map(ofLines), ...figures.missing.map((line) => `${line}\n`)]
    .join("\n");
}

function ofLines(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
