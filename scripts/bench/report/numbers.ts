/** A number with so many digits after the point, and spaces by thousands. */
export function fixed(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return "–";
  const [whole = "", fraction] = value.toFixed(digits).split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, " ");
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

/** A number that can be nothing, with so many digits after the point. */
export function known(value: number | null, digits = 0): string {
  return value === null ? "–" : fixed(value, digits);
}

/** A share, in percent. */
export function percent(share: number, digits = 0): string {
  return `${fixed(share * 100, digits)} %`;
}

/** Bytes, in words that are easy to read. */
export function bytes(count: number): string {
  if (count < 10 * 1024) return `${fixed(count)} B`;
  const kibibytes = count / 1024;
  return kibibytes < 10 * 1024
    ? `${fixed(kibibytes)} KiB`
    : `${fixed(kibibytes / 1024)} MiB`;
}
