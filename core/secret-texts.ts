/** What stands for a secret that is not shown. */
export const HIDDEN = "…";

/** `user:password` in an address; one that was cut has no `@` any more. */
const CREDENTIALS =
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/)(?:[^\s"']{1,999}(?=@)|[^\s/"':]+:[^\s/"']*(?=…))/gi;

/** What a private key begins with, as PEM or in the base64 of OpenSSH's. */
const PRIVATE_KEY = /PRIVATE KEY|b3BlbnNzaC1rZXktdjE/;

/** A part of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where in a text the names and passwords of addresses are. */
export function credentialsIn(text: string): Span[] {
  return [...text.matchAll(CREDENTIALS)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

/** A text without the names and passwords of the addresses in it. */
export function withoutCredentials(text: string): string {
  return text.replace(CREDENTIALS, HIDDEN);
}

/** Whether a text has a private key in it, or the beginning of one. */
export function hasPrivateKey(text: string): boolean {
  return PRIVATE_KEY.test(text);
}
