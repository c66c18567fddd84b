import type { Mesh } from "../mesh.ts";
import { sum } from "../statistics.ts";
import { fixed } from "./numbers.ts";
import type { Table } from "./table.ts";

/** What a figure of a mesh is made of, as well as two numbers can say it. */
export interface Growth {
  readonly perNode: number;
  readonly perLink: number;
}

/** Figures that depend on the number of nodes, and of links. */
const FIGURES: readonly (readonly [
  name: string,
  figure: (mesh: Mesh) => number | null,
  digits: number,
])[] = [
  ["CPU ms to all links", ({ cpuSeconds }) => cpuSeconds * 1000, 0],
  ["bytes to all links", ({ bytes }) => bytes, 0],
  ["idle: bytes/s", ({ idleBytes }) => idleBytes, 1],
  ["idle: CPU ms/s", ({ idleCore, nodes }) => idleCore * nodes * 1000, 2],
];

/** By how much figures of a mesh grow with each node and each link. */
export function growthTable(meshes: readonly Mesh[]): Table {
  const row = ([name, figure, digits]: typeof FIGURES[number]) => {
    const growth = growthOf(meshes, figure);
    if (growth === undefined) return [name, "–", "–"];
    const { perNode, perLink } = growth;
    return [name, fixed(perNode, digits), fixed(perLink, digits)];
  };
  const head = ["Of the whole mesh", "for each node", "for each link"];
  return { head, rows: FIGURES.map(row) };
}

/**
 * The two numbers that come nearest to a figure of all meshes, in proportion to
 * it: the squares of what is missing are least.
 *
 * @returns nothing when there are too few meshes to say
 */
export function growthOf(
  meshes: readonly Mesh[],
  figure: (mesh: Mesh) => number | null,
): Growth | undefined {
  const known = meshes.flatMap((mesh) => {
    const value = figure(mesh);
    if (value === null || value <= 0) return [];
    return [{ nodes: mesh.nodes / value, links: mesh.links / value }];
  });
  const nn = sum(known.map(({ nodes }) => nodes * nodes));
  const nl = sum(known.map(({ nodes, links }) => nodes * links));
  const ll = sum(known.map(({ links }) => links * links));
  const n = sum(known.map(({ nodes }) => nodes));
  const l = sum(known.map(({ links }) => links));
  const determinant = nn * ll - nl * nl;
  if (known.length < 2 || !(determinant > 0)) return undefined;
  return {
    perNode: (n * ll - l * nl) / determinant,
    perLink: (nn * l - nl * n) / determinant,
  };
}
