import type { Buffer } from "node:buffer";
import { LinkError, LinkReason } from "../errors.ts";
import { toLinkError } from "../failure.ts";
import type { Node } from "../model/node.ts";
import type { System } from "../model/system.ts";
import { printable } from "../text.ts";
import { describeKey, findNodeByKey } from "./identity.ts";
import { SSH_IDENT } from "./session.ts";
import {
  type AuthContext,
  parseKey,
  type PublicKeyAuthContext,
} from "./ssh2.ts";

/** Tries to authenticate that one connection has: it asks whether a key will do, then signs. */
const MAX_AUTHENTICATIONS = 2;

/** What an SSH client says before anything else. */
const FIRST_WORDS = "SSH-";

/** Judges who may come in, and remembers why somebody may not. */
export class Doorman {
  readonly #system: System;
  #attempts = 0;
  /** Whether it was told that a key will do. */
  #isAsked = false;
  #heard = "";
  #peer: Node | undefined;
  #refusal: LinkError | undefined;

  constructor(system: System) {
    this.#system = system;
  }

  /** The node that has proven to be itself. */
  get peer(): Node | undefined {
    return this.#peer;
  }

  /** Why the last attempt was refused. */
  get refusal(): LinkError | undefined {
    return this.#refusal;
  }

  /** Takes the first bytes, and tells whether they may be those of SSH. */
  hear(bytes: Buffer): boolean {
    this.#heard = bytes.subarray(0, 64).toString("latin1");
    return FIRST_WORDS.startsWith(this.#heard.slice(0, FIRST_WORDS.length));
  }

  /** Answers an attempt, and tells whether there may be another. */
  judge(attempt: AuthContext): boolean {
    this.#attempts++;
    if (attempt.method === "publickey") {
      this.#refusal = this.#judgeKey(attempt);
      if (this.#refusal === undefined) attempt.accept();
      else attempt.reject(["publickey"]);
    } else {
      this.#refusal ??= new LinkError(
        LinkReason.UnknownKey,
        `It offers no public key, but "${printable(attempt.method)}"`,
      );
      attempt.reject(["publickey"]);
    }
    return this.#peer !== undefined || this.#attempts < MAX_AUTHENTICATIONS ||
      this.#refusal === undefined;
  }

  /** Why the connection ended, as far as can be said. */
  whyEnded(cause?: Error): LinkError {
    if (this.#refusal !== undefined) return this.#refusal;
    if (this.#heard.startsWith(`${FIRST_WORDS}2.0-${SSH_IDENT}`)) {
      return new LinkError(LinkReason.CalledOff, "It called its dial off");
    }
    if (cause !== undefined) return toLinkError(cause, "The socket broke");
    if (this.#heard === "") {
      return new LinkError(LinkReason.Lost, "It hung up without a word");
    }
    const heard = printable(JSON.stringify(this.#heard.trimEnd()));
    return this.#heard.startsWith(FIRST_WORDS)
      ? new LinkError(LinkReason.Lost, `It hung up after ${heard}`)
      : new LinkError(
        LinkReason.Handshake,
        `It does not speak SSH: its first words are ${heard}`,
      );
  }

  #judgeKey(attempt: PublicKeyAuthContext): LinkError | undefined {
    const node = findNodeByKey(this.#system, attempt.key.data);
    if (node === undefined || node.isSelf) {
      return new LinkError(
        LinkReason.UnknownKey,
        "Its key is " + describeKey(this.#system, attempt.key.data),
      );
    }
    if (attempt.username !== node.name) {
      return new LinkError(
        LinkReason.WrongName,
        `It calls itself "${printable(attempt.username)}", but its key is ` +
          `that of "${node.name}"`,
      );
    }
    if (attempt.signature === undefined) return this.#judgeQuestion(node);
    if (!isSigned(attempt)) {
      return new LinkError(
        LinkReason.UnknownKey,
        `It has the public key of "${node.name}", but not the private one`,
      );
    }
    this.#peer = node;
    return undefined;
  }

  /** Public keys are no secret: asking for one's use proves nothing. */
  #judgeQuestion(node: Node): LinkError | undefined {
    if (this.#isAsked) {
      return new LinkError(
        LinkReason.UnknownKey,
        `It asks again and again whether the key of "${node.name}" will do`,
      );
    }
    this.#isAsked = true;
    return undefined;
  }
}

/** `verify` returns an error, which counts as true, when a key is broken. */
function isSigned({ key, blob, signature, hashAlgo }: PublicKeyAuthContext) {
  const parsed = parseKey(key.data);
  if (parsed instanceof Error || !blob || !signature) return false;
  const one = Array.isArray(parsed) ? parsed[0] : parsed;
  return one?.verify(blob, signature, hashAlgo) === true;
}
