/** Base64 writes three bytes as four characters. */
const TRIPLE = 3;

/**
 * All forms in which a secret may stand in a text: as it is, in an address, in
 * JSON, and in base64, alone or in the middle of something.
 */
export function formsOf(secret: string, shortest: number): string[] {
  const forms = [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
    ...inBase64(secret),
  ];
  return [...new Set(forms)].filter((form) => form.length >= shortest);
}

/** What is the same wherever in some bytes the secret begins. */
function inBase64(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  return [0, 1, 2].flatMap((before) => {
    const end = before + bytes.length;
    const shifted = new Uint8Array(end);
    shifted.set(bytes, before);
    const text = shifted.toBase64();
    // The first characters are of the bytes before, too, the last of those after.
    const from = before === 0 ? 0 : before + 1;
    const to = Math.floor(end / TRIPLE) * 4 + end % TRIPLE;
    const middle = text.slice(from, to);
    return [middle, middle.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
