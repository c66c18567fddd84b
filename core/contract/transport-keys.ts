import assert from "node:assert/strict";
import { LinkError, LinkReason } from "../errors.ts";
import { AuthenticatedTransport } from "../ssh/authenticated-transport.ts";
import { generateKeyPair } from "../ssh/keys.ts";
import type { Check } from "./check.ts";
import { pause } from "./open-channel.ts";
import type { Side } from "./transport-pair.ts";
import type { PairCheck } from "./transport-stage.ts";

/** Who does not get in. */
export function keyChecks(check: PairCheck, haste: number): Check[] {
  return [
    check(
      "a listener with another key is refused by the dialler",
      async (alice, bob) => {
        const { signal } = new AbortController();
        const nobody = expectNobody(bob);
        await assert.rejects(
          alice.transport.connect(alice.other, signal),
          (error: unknown) =>
            error instanceof LinkError &&
            error.reason === LinkReason.WrongHostKey,
        );
        await nobody();
      },
      () => ({ expectedOfBob: generateKeyPair().publicKey }),
    ),

    check(
      "a dialler with another key is refused by the listener",
      async (alice, bob) => {
        const { signal } = new AbortController();
        const nobody = expectNobody(bob);
        await assert.rejects(
          alice.transport.connect(alice.other, signal),
          (error: unknown) =>
            error instanceof LinkError &&
            error.reason === LinkReason.KeyRefused,
        );
        await nobody();
      },
      () => ({ expectedOfAlice: generateKeyPair().publicKey }),
    ),

    check(
      "a stranger who says nothing is shown out, and others get in meanwhile",
      async (alice, bob) => {
        const { transport, other } = alice;
        if (!(transport instanceof AuthenticatedTransport)) return;
        const { signal } = new AbortController();
        const [address] = transport.getUnauthenticatedConnectAddresses(other);
        const accept = bob.transport.accept(signal);
        const socket = await transport.getUnauthenticatedSocket(
          other,
          0,
          address,
          signal,
        );
        const shownOut = new Promise<void>((resolve) => {
          socket.on("error", () => {});
          socket.on("close", resolve);
          socket.resume();
        });
        const near = await transport.connect(other, signal);
        const far = await accept;
        await shownOut;
        socket.destroy();
        await Promise.all([near.close(), far.close()]);
      },
      () => ({ speed: haste }),
    ),
  ];
}

/**
 * Has bob wait for whoever comes in.
 *
 * @returns a function that waits a little longer, and throws if somebody has
 */
function expectNobody({ transport }: Side): () => Promise<void> {
  const abort = new AbortController();
  const message = "nobody came";
  const refused = assert.rejects(transport.accept(abort.signal), { message });
  return async () => {
    await pause(500);
    abort.abort(new Error(message));
    await refused;
  };
}
