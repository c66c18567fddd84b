/** How deep a value is shown at most; no role can send a deeper one. */
const DEEPEST = 40;

/**
 * What JSON can say of a role's data: bytes become `{"base64": "…"}`, dates and
 * numbers that are too big texts, numbers that are none `null`.
 */
export function plain(value: unknown, depth = 0): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null) return value ?? null;
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? null : value.toISOString();
  }
  if (value instanceof Uint8Array) return { base64: value.toBase64() };
  if (depth >= DEEPEST) return null;
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, plain(one, depth + 1)]),
  );
}
