import type { Span } from "./secret-texts.ts";

/** What stands in the place of what was taken out. */
export const REMOVED = "(removed)";

/** What a secret is called; its name may begin before, and go on behind. */
const NAME = "(?:pass(?:w(?:or)?d|phrase|code)|(?<![a-z])pass|pwd|psk|secret|" +
  "token|cookie|credential|api[-_]?key)";

/** The same where something is assigned to it. */
const ASSIGNED = `(?:${NAME}|pass|key|auth(?!ors?\\b))`;

/** A value in quotes, which may be escaped, or one word. */
const VALUE = String.raw`(?:\\*"[^"]*"|'[^']*'|[^\s"'&;]+)`;

/** The name and the password of a user. */
const LOGIN = String.raw`(?<user>[^\s"':]*:)[^\s"']+`;

/**
 * What is secret wherever it stands. The first group, if there is one, says
 * what it is, and stays; `user` is the name before a password. Names have a
 * longest length, for texts may be long.
 */
const PATTERNS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // mqtt://user:password@broker
  /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)(?<user>[^\s/@"':]*:?)[^\s/@"']*(?=@)/gi,
  // https://broker/?token=…
  /([?&;][a-z_-]{0,30}(?:token|key|pass|secret|auth|sig)[a-z_-]{0,30}=)[^&\s"']+/gi,
  // --password hunter2, --token=…
  /(--?[a-z-]{0,30}(?:pass|pwd|psk|secret|token|cookie|api-?key)[a-z-]{0,30}(?:=| +))[^\s"']+/gi,
  // curl -u user:password
  new RegExp(`((?:^|\\s)(?:-[uU]|--(?:proxy-)?user)[ =]*)${LOGIN}`, "g"),
  // Authorization: Bearer …
  /(\bbearer +)[\w.~+/=-]{8,}/gi,
  /(\b(?:authorization|cookie): *)[^\r\n"']+/gi,
  // DB_PASSWORD=hunter2, AUTH_KEY="…"
  new RegExp(String.raw`(${ASSIGNED}[\w-]{0,30}\s*=\s*)${VALUE}`, "gi"),
  // password: hunter2, {"token":"…"}
  new RegExp(String.raw`(${NAME}s?\\*["']?\s*:\s*)${VALUE}`, "gi"),
  // A JSON Web Token
  /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g,
];

/** A text without what is secret by its looks. */
export function withoutPatterns(text: string): string {
  return PATTERNS.reduce(
    (text, pattern) =>
      text.replace(
        pattern,
        (_all, label: unknown) =>
          (typeof label === "string" ? label : "") + REMOVED,
      ),
    text,
  );
}

/** What is secret in a text by its looks; names of users are not. */
export function secretsIn(text: string): string[] {
  return secretSpansIn(text).map(({ start, end }) =>
    text.slice(start, end).replace(/^\\*["']|\\*["']$/g, "")
  );
}

/** Where in a text that is, quotes included. */
export function secretSpansIn(text: string): Span[] {
  return PATTERNS.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(
      ({ 0: all, 1: label = "", groups, index }) => ({
        start: index + label.length + (groups?.user ?? "").length,
        end: index + all.length,
      }),
    )
  );
}
