const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365.25 * DAY;

/** How long something takes or has taken: `3 h 12 min`. */
export function duration(seconds: number): string {
  if (seconds < MINUTE) return `${Math.round(seconds)} s`;
  if (seconds < HOUR) return parts(seconds, MINUTE, "min", 1, "s");
  if (seconds < DAY) return parts(seconds, HOUR, "h", MINUTE, "min");
  if (seconds < YEAR) return parts(seconds, DAY, "d", HOUR, "h");
  return `${Math.floor(seconds / YEAR)} years`;
}

function parts(
  seconds: number,
  large: number,
  largeName: string,
  small: number,
  smallName: string,
): string {
  const count = Math.floor(seconds / large);
  const rest = Math.floor((seconds % large) / small);
  return `${count} ${largeName}` + (rest === 0 ? "" : ` ${rest} ${smallName}`);
}

/** How long an answer takes: `0.84 ms`. */
export function latency(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  const milliseconds = seconds * 1000;
  const digits = milliseconds < 1 ? 2 : milliseconds < 10 ? 1 : 0;
  return `${milliseconds.toFixed(digits)} ms`;
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** How many bytes: `1.2 MiB`. */
export function bytes(count: number): string {
  let rest = count;
  let unit = 0;
  while (rest >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${unit === 0 ? rest : rest.toFixed(1)} ${UNITS[unit]}`;
}
