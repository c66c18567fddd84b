/** A value that shows when parts of two are mixed: all follows from its number. */
export function numbered(number: number) {
  return { number, filler: String(number).repeat(1 + (number * 7919) % 5000) };
}
