/** Names of options whose values are nobody's business. */
const SECRET = new RegExp(
  "pass|pwd|psk|secret|token|credential|auth|key|user|login|cookie|bearer|" +
    // Neither codecs nor encodings, nor bar codes.
    "(?<!en|de|uni|bar|qr)code(?!c)",
  "i",
);

/** What is secret as a word of a name: `wifiPw`, but not `pwm`. */
const SECRET_WORDS = new Set(
  ["pw", "wpa", "otp", "totp", "salt", "seed", "dsn", "jwt"],
);

/** An option that is named so, but is a path, which helps. */
const HARMLESS = "privateKey";

/** `pin`, `card_pin` and `cardPin`, but not `spin`. */
const PIN = /(?:^|[^A-Za-z])(?:pin|Pin|PIN)$|[a-z]Pin$/;

/** What opens something: the pins of GPIO have fewer digits. */
const LONG_NUMBER = /^\d{4,}$/;

/** Keys that are no secret below one: they say what stands there. */
const FIELD =
  /^(?:user(?:[-_]?name)?|pass(?:word|wd|phrase)?|login|token|secret|key|id|type|name|method|realm)$/i;

/** Options whose own keys are names that the user has given. */
const NAMING = new Set(["system", "roles", "transports"]);

/** An argument of a command by which the next one is named. */
const FLAG = /^--?[\w-]+$/;

/** Before the user and the password of `curl` and others. */
const LOGIN_FLAG = /^-[uU]$/;

/** Whether an option's value is secret, by its name. */
export function isSecretName(name: string): boolean {
  if (name === HARMLESS) return false;
  return SECRET.test(name) || wordsOf(name).some((w) => SECRET_WORDS.has(w));
}

function wordsOf(name: string): string[] {
  return name.replace(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase()
    .split(/[^a-z]+/);
}

/** Whether a value is a number that opens something. */
export function isPin(name: string, value: unknown): boolean {
  return PIN.test(name) && LONG_NUMBER.test(String(value));
}

/** Whether a key says what its value is, and no more. */
export function isField(name: string): boolean {
  return FIELD.test(name);
}

/** Whether an argument is secret after the one before it: `--password`, `-u`. */
export function isSecretArgument(value: unknown, before: unknown): boolean {
  if (typeof before !== "string" || !FLAG.test(before)) return false;
  return isSecretName(before) ||
    (LOGIN_FLAG.test(before) && String(value).includes(":"));
}

/** Whether keys below this one are names of nodes, roles or transports. */
export function hasNamesBelow(name: string | undefined): boolean {
  return name !== undefined && NAMING.has(name);
}
