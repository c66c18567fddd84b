import { bar, colour, curve, gridLine, svg, text } from "./svg.ts";

const WIDTH = 760;

/** Some figures, one above the other. */
export interface BarChart {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/** A figure of a {@link BarChart}. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The value in words. */
  readonly label: string;
}

/** Figures that depend on another figure. */
export interface LineChart {
  readonly title: string;
  /** What is to the right, and what is up. */
  readonly axes: readonly [x: string, y: string];
  /** To the right, each ten times as much takes as much room. */
  readonly isLogarithmic?: boolean;
  readonly series: readonly Series[];
}

/** A line of a {@link LineChart}. */
export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

/** What is measured, and at what. */
export type Point = readonly [x: number, y: number];

const BAR_HEIGHT = 18;
const BAR_STEP = 26;
/** Room for the names to the left of the bars. */
const BAR_LEFT = 220;
/** Room for the values to the right of them. */
const BAR_RIGHT = 90;

/** Draws bars. */
export function drawBars({ title, bars }: BarChart): string {
  const most = Math.max(...bars.map(({ value }) => value));
  const room = WIDTH - BAR_LEFT - BAR_RIGHT;
  const parts = bars.flatMap(({ name, value, label }, i) => {
    const y = 36 + i * BAR_STEP;
    const length = value / most * room;
    return [
      text(BAR_LEFT - 8, y + 14, name, "end"),
      bar(BAR_LEFT, y, length, BAR_HEIGHT, colour(i)),
      text(BAR_LEFT + length + 6, y + 14, label),
    ];
  });
  return svg(title, WIDTH, 44 + bars.length * BAR_STEP, parts);
}

/** The field that a {@link LineChart}'s lines are in. */
const FIELD = { left: 80, right: 520, top: 60, bottom: 310 } as const;
const HEIGHT = 360;
const GRID_LINES = 4;

/** Draws lines. */
export function drawLines(chart: LineChart): string {
  const { title, axes: [xAxis, yAxis], series } = chart;
  const points = series.flatMap(({ points }) => points);
  const toX = scaleX(points, chart.isLogarithmic ?? false);
  const top = roundUp(Math.max(...points.map(([, y]) => y)));
  const toY = (y: number) =>
    FIELD.bottom - y / top * (FIELD.bottom - FIELD.top);
  const ticks = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b);
  const { left, right, bottom } = FIELD;
  return svg(title, WIDTH, HEIGHT, [
    text(left, FIELD.top - 14, yAxis),
    ...Array.from({ length: GRID_LINES + 1 }, (_, i) => top * i / GRID_LINES)
      .flatMap((y) => [
        gridLine(left, right, toY(y)),
        text(left - 8, toY(y) + 4, short(y), "end"),
      ]),
    ...ticks.map((x) => text(toX(x), bottom + 20, short(x), "middle")),
    text((left + right) / 2, bottom + 42, xAxis, "middle"),
    ...series.flatMap(({ name, points }, i) => [
      ...curve(points.map(([x, y]) => [toX(x), toY(y)]), colour(i)),
      bar(right + 20, FIELD.top + i * 24, 12, 12, colour(i)),
      text(right + 38, FIELD.top + i * 24 + 11, name),
    ]),
  ]);
}

function scaleX(
  points: readonly Point[],
  isLogarithmic: boolean,
): (x: number) => number {
  const measure = isLogarithmic ? Math.log : (x: number) => x;
  const all = points.map(([x]) => measure(x));
  const from = isLogarithmic ? Math.min(...all) : 0;
  const span = Math.max(...all) - from || 1;
  const room = FIELD.right - FIELD.left;
  return (x) => FIELD.left + (measure(x) - from) / span * room;
}

/** The next number of one digit that is easy to divide by four. */
function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 6, 8, 10].find((step) => step * power >= value);
  return (step ?? 10) * power;
}

function short(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  if (value >= 1e4) return `${Number((value / 1e3).toPrecision(3))} k`;
  return String(Number(value.toPrecision(3)));
}
