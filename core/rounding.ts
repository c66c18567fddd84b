/** Seconds that sums of times may be wrong by. */
export const ROUNDING = 1e-6;
