/** What stands in the place of what was taken out. */
export const REMOVED = "(removed)";

/** What a secret is called when it is assigned or told; `key` alone is not. */
const NAME = "(?:pass(?:w(?:or)?d|phrase|code)?|pwd|psk|secret|token|cookie|" +
  "credentials?|api[-_]?key|private[-_]?key)";

/** A value in quotes, which may be escaped, or one word. */
const VALUE = String.raw`(?:\\*"[^"]*"|'[^']*'|[^\s"'&;]+)`;

/** What is secret wherever it stands. */
const PATTERNS: readonly [pattern: RegExp, instead: string][] = [
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    REMOVED,
  ],
  // mqtt://user:password@broker
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, `$1${REMOVED}@`],
  // https://broker/?token=…
  [
    /([?&;](?:[a-z_-]*(?:token|key|pass|secret|auth|sig)[a-z_-]*)=)[^&\s"']+/gi,
    `$1${REMOVED}`,
  ],
  // --password hunter2, --token=…
  [
    /(--?[a-z-]*(?:pass|pwd|psk|secret|token|cookie|api-?key)[a-z-]*(?:=| +))[^\s"']+/gi,
    `$1${REMOVED}`,
  ],
  // curl -u user:password
  [
    /((?:^|\s)(?:-[uU]|--(?:proxy-)?user)[ =]*)[^\s"':]*:[^\s"']+/g,
    `$1${REMOVED}`,
  ],
  // Authorization: Bearer …
  [/(\bbearer +)[\w.~+/=-]{8,}/gi, `$1${REMOVED}`],
  [/(\b(?:authorization|cookie): *)[^\r\n"']+/gi, `$1${REMOVED}`],
  // DB_PASSWORD=hunter2, AUTH_KEY="…"
  [
    new RegExp(
      String.raw`(\b[\w-]*(?:${NAME}|key|auth)[\w-]*\s*=\s*)${VALUE}`,
      "gi",
    ),
    `$1${REMOVED}`,
  ],
  // password: hunter2, {"token":"…"}
  [
    new RegExp(
      String.raw`(\b(?:\w*[-_])?${NAME}s?\\*["']?\s*:\s*)${VALUE}`,
      "gi",
    ),
    `$1${REMOVED}`,
  ],
  // A JSON Web Token
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, REMOVED],
];

/** A text without what is secret by its looks. */
export function withoutPatterns(text: string): string {
  return PATTERNS.reduce(
    (text, [pattern, instead]) => text.replace(pattern, instead),
    text,
  );
}
