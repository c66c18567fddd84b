/** What stands where the rest of a text was cut off. */
export const CUT = "…";

/** A text, marked where it had to be cut. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return text.slice(0, longest).toWellFormed() + CUT;
}
