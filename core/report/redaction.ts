import { parse, stringify } from "yaml";
import { parsePublicKey } from "../ssh/keys.ts";
import { mapTexts } from "./map-texts.ts";
import { CUT } from "../shorten.ts";
import { readFormer } from "./read-former.ts";
import { formsOf } from "./secret-forms.ts";
import { REMOVED, secretsIn, withoutPatterns } from "../secret-patterns.ts";
import {
  hasNamesBelow,
  isField,
  isPin,
  isSecretArgument,
  isSecretName,
} from "../secret-names.ts";

/** Characters from which on a secret is looked for in other texts, too. */
const SHORTEST = 4;

/** Words that many options have as values, and that tell nothing. */
const COMMON =
  /^(?:true|false|null|none|yes|no|on|off|constant|ondemand|never)$/i;

/** Takes secrets out of a configuration, and then out of other texts. */
export class Redaction {
  readonly #secrets = new Set<string>();
  /** The same: of two that overlap the longer one is taken out first. */
  readonly #longestFirst: readonly string[];
  /** The configuration without them, nor comments, as YAML. */
  readonly configuration: string;

  /**
   * @param configuration the text of a configuration file
   * @param former what the file said before, right or wrong
   * @throws {Error} when the configuration is no YAML
   */
  constructor(configuration: string, former: readonly string[] = []) {
    const contents = new Set([...former, configuration]);
    for (const text of contents) this.#strip(readFormer(text));
    const stripped = this.#strip(read(configuration));
    this.#longestFirst = [...this.#secrets]
      .sort((a, b) => b.length - a.length);
    this.configuration = stringify(this.clean(stripped), { lineWidth: 0 });
  }

  /** A value without the secrets of the configuration in any of its texts. */
  clean(value: unknown): unknown {
    return mapTexts(value, (text) => this.#cleanText(text));
  }

  #cleanText(text: string): string {
    return this.#longestFirst.reduce(takeOut, withoutPatterns(text));
  }

  #strip(value: unknown, isSecret = false, areNames = false): unknown {
    if (Array.isArray(value)) {
      return value.map((one, i) =>
        this.#strip(one, isSecret || isSecretArgument(one, value[i - 1]))
      );
    }
    if (typeof value !== "object" || value === null) {
      if (isSecret && value !== null) {
        this.#remember(String(value));
        return REMOVED;
      }
      if (typeof value === "string") this.#rememberIn(value);
      return value;
    }
    return Object.fromEntries(
      Object.entries(value).map(([name, one], i) => {
        if (name === "publicKey" && !areNames) return [name, keyOf(one)];
        const isSaid = !areNames && (isSecretName(name) || isPin(name, one));
        const secret = isSecret || isSaid;
        return [
          isSecret ? this.#stripKey(name, i) : name,
          this.#strip(one, secret, !secret && hasNamesBelow(name)),
        ];
      }),
    );
  }

  /** Below `tokens` the keys may be what is secret. */
  #stripKey(name: string, index: number): string {
    if (isField(name)) return name;
    this.#remember(name);
    return `${REMOVED} ${index + 1}`;
  }

  /** What is secret in a text of the file is secret elsewhere. */
  #rememberIn(text: string): void {
    for (const secret of secretsIn(text)) this.#remember(secret);
  }

  #remember(secret: string): void {
    // Whole, as in base64, and by lines, as a log may have it.
    for (const part of [secret, ...secret.split("\n")]) {
      const text = part.trim();
      if (text.length < SHORTEST || COMMON.test(text)) continue;
      for (const form of formsOf(text, SHORTEST)) this.#secrets.add(form);
    }
  }
}

function read(text: string): unknown {
  return parse(text, { maxAliasCount: 1000 });
}

/** A text may have been cut in the middle of a secret, and then says so. */
function takeOut(text: string, secret: string): string {
  let rest = text.replaceAll(secret, REMOVED);
  for (let length = secret.length - 1; length >= SHORTEST; length--) {
    if (!rest.includes(CUT)) break;
    rest = rest.replaceAll(
      secret.slice(0, length).toWellFormed() + CUT,
      REMOVED + CUT,
    );
  }
  return rest;
}

/** Enough to tell whether two files have the same key. */
function keyOf(value: unknown): string {
  try {
    return parsePublicKey(String(value)).fingerprint;
  } catch {
    return REMOVED;
  }
}
