import assert from "node:assert/strict";
import type { Buffer } from "node:buffer";
// @ts-types="npm:@types/ssh2@1.15.6"
import ssh2 from "ssh2";
import { LinkError, LinkReason } from "kozo";
import { clientVisitsBob, KEYS, ready } from "./parties.ts";

type Give = (error: undefined, signature: Buffer) => void;

/** Presents alice's key, and signs as it is told. */
class Agent extends ssh2.BaseAgent<string> {
  readonly #signer: (data: Buffer) => Buffer;

  constructor(signer: (data: Buffer) => Buffer) {
    super();
    this.#signer = signer;
  }

  override getIdentities(give: (error: undefined, keys: string[]) => void) {
    give(undefined, [KEYS.alice.publicKey]);
  }

  override sign(_key: string, data: Buffer, _options: unknown, give?: Give) {
    give?.(undefined, this.#signer(data));
  }
}

function signAsAlice(data: Buffer): Buffer {
  const key = ssh2.utils.parseKey(KEYS.alice.privateKey);
  if (key instanceof Error) throw key;
  return key.sign(data);
}

Deno.test("authenticateAsServer() refuses a signature that was made for an earlier connection", async () => {
  const signatures: Buffer[] = [];
  const agent = new Agent((data) => {
    signatures.push(signAsAlice(data));
    return signatures.at(-1) ?? data;
  });
  await using first = clientVisitsBob({ agent, authHandler: ["agent"] });
  await ready(first);
  const [overheard] = signatures;
  assert.ok(overheard !== undefined);

  await using second = clientVisitsBob({
    agent: new Agent(() => overheard),
    authHandler: ["agent"],
  });
  await assert.rejects(second.guest, (error) => {
    assert.ok(error instanceof LinkError);
    assert.equal(error.reason, LinkReason.UnknownKey);
    assert.equal(
      error.message,
      'It has the public key of "alice", but not the private one',
    );
    return true;
  });
});
