import { fixed } from "./numbers.ts";

/** What is aimed at, and what became of it. */
export interface Aim {
  readonly what: string;
  readonly aim: string;
  /** What was measured; nothing if it was not. */
  readonly result: string | undefined;
  readonly isReached: boolean;
}

/** A figure is to be at least so many times another one. */
export function atLeast(
  what: string,
  value: number | undefined,
  other: number | undefined,
  least: number,
): Aim {
  const ratio = divide(value, other);
  return {
    what,
    aim: `at least ${least} ×`,
    result: ratio === undefined ? undefined : `${fixed(ratio, 2)} ×`,
    isReached: ratio !== undefined && ratio >= least,
  };
}

/** A figure is to be at most so many times another one. */
export function atMost(
  what: string,
  value: number | undefined,
  other: number | undefined,
  most: number,
): Aim {
  const ratio = divide(value, other);
  return {
    what,
    aim: `at most ${most} ×`,
    result: ratio === undefined ? undefined : `${fixed(ratio, 2)} ×`,
    isReached: ratio !== undefined && ratio <= most,
  };
}

/** A figure is to be below a limit. */
export function below(
  what: string,
  value: number | undefined,
  limit: number,
  digits = 0,
): Aim {
  return {
    what,
    aim: `below ${limit}`,
    result: value === undefined ? undefined : fixed(value, digits),
    isReached: value !== undefined && value < limit,
  };
}

function divide(
  value: number | undefined,
  other: number | undefined,
): number | undefined {
  return value === undefined || other === undefined ? undefined : value / other;
}
