import type { Figures } from "../figures.ts";
import type { Mesh } from "../mesh.ts";
import type { AllWayFigures, WayFigures } from "../way-figures.ts";
import {
  drawBars,
  drawLines,
  type LineChart,
  type Point,
  type Series,
} from "./charts.ts";
import { flowOf } from "./message-tables.ts";
import { measured } from "./names.ts";
import { fixed } from "./numbers.ts";

/** All plots, by the names of their files in docs/performance/. */
export function plotsOf({ ways, meshes }: Figures): Record<string, string> {
  return {
    "rate.svg": drawBars({
      title: "Messages of 200 bytes a second, nothing lost",
      bars: bars(ways, (way) => flowOf(way)?.messagesPerSecond ?? 0, 0),
    }),
    "cpu.svg": drawBars({
      title: "CPU time for each of them, all processes together, µs",
      bars: bars(ways, (way) => flowOf(way)?.cpu.sum ?? 0, 1),
    }),
    "round-trip.svg": drawLines({
      title: "Round trip, median",
      axes: ["messages a second", "ms"],
      isLogarithmic: true,
      series: lines(
        ways,
        ({ roundTrips }) => roundTrips.map(({ rate, p50 }) => [rate, p50]),
      ),
    }),
    "load.svg": drawLines({
      title: "Messages that nobody holds back",
      axes: ["offered a second", "delivered"],
      series: lines(
        ways,
        ({ loads }) => loads.map(({ rate, delivered }) => [rate, delivered]),
      ),
    }),
    "mesh-time.svg": drawLines(
      meshPlot(meshes, "From a cold start to all links", "s", {
        "time": ({ seconds }) => seconds,
        "CPU time, all nodes": ({ cpuSeconds }) => cpuSeconds,
      }),
    ),
    "mesh-idle.svg": drawLines(
      meshPlot(meshes, "An idle mesh: bytes that all nodes send", "bytes/s", {
        "sent": ({ idleBytes }) => idleBytes ?? 0,
      }),
    ),
    "mesh-latency.svg": drawLines(
      meshPlot(meshes, "A message to all other nodes", "ms", {
        "first arrival": ({ broadcast }) => broadcast.first,
        "last arrival": ({ broadcast }) => broadcast.last,
        "by bare ssh2: first": ({ bareBroadcast }) => bareBroadcast.first,
        "by bare ssh2: last": ({ bareBroadcast }) => bareBroadcast.last,
      }),
    ),
  };
}

function meshPlot(
  meshes: readonly Mesh[],
  title: string,
  unit: string,
  figures: Readonly<Record<string, (mesh: Mesh) => number>>,
): LineChart {
  const series = Object.entries(figures).map(([name, figure]) => ({
    name,
    points: meshes.map((mesh): Point => [mesh.nodes, figure(mesh)]),
  }));
  return { title, axes: ["nodes", unit], series };
}

function bars(
  ways: AllWayFigures,
  figure: (way: WayFigures) => number,
  digits: number,
) {
  return measured(ways).map(({ title, way }) => {
    const value = figure(way);
    return { name: title, value, label: fixed(value, digits) };
  });
}

function lines(
  ways: AllWayFigures,
  points: (way: WayFigures) => Point[],
): Series[] {
  return measured(ways).map(({ title, way }) => ({
    name: title,
    points: points(way),
  }));
}
