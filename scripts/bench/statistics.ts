/** Round trips of one round below which its 99th percentile says little. */
const ENOUGH_FOR_P99 = 100;

/** Round trips of all rounds below which nothing is said of one in 1000. */
const ENOUGH_FOR_P999 = 1000;

/** How long most took, and few. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  /** Nothing, when there are too few to say. */
  readonly p999: number | null;
}

/** The value below which a share of all values lies: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.min(Math.floor(sorted.length * share), sorted.length - 1);
  return sorted[index] ?? NaN;
}

/** The one in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** All of them together. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * The medians of the rounds' percentiles: so a bad moment spoils one round, and
 * not the figure. What a round has too few values for comes from all together.
 */
export function percentiles(
  rounds: readonly (readonly number[])[],
): Percentiles {
  const all = rounds.flat();
  const ofRounds = (share: number) =>
    median(rounds.map((round) => quantile(round, share)));
  const isLong = rounds.every(({ length }) => length >= ENOUGH_FOR_P99);
  return {
    p50: ofRounds(0.5),
    p99: isLong ? ofRounds(0.99) : quantile(all, 0.99),
    p999: all.length >= ENOUGH_FOR_P999 ? quantile(all, 0.999) : null,
  };
}
