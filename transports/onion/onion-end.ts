import type { Node } from "kozo";
import type { OnionConfig } from "./options.ts";

/** What the public keys begin with that can agree on a secret. */
const ED25519 = "ssh-ed25519 ";

/** An `onion` transport, as far as others have to know it. */
export interface OnionEnd {
  readonly name: string;
  readonly node: Node;
  readonly config: OnionConfig;
}

/** Whether one may connect to another, and has what proves that to its Tor. */
export function mayConnect(from: OnionEnd, to: OnionEnd): boolean {
  if (from.config.incomingOnly || to.config.outgoingOnly) return false;
  return !to.config.clientAuth || whyKeptOut(from, to) === undefined;
}

/** Why one cannot connect to another, unless that is as it is meant. */
export function whyNoConnection(
  from: OnionEnd,
  to: OnionEnd,
): string | undefined {
  if (from.config.outgoingOnly && to.config.outgoingOnly) {
    return 'by "outgoingOnly" both only dial; take it from one of them, and ' +
      'give that one an "address"';
  }
  if (from.config.incomingOnly) {
    return to.config.incomingOnly
      ? 'by "incomingOnly" both only wait to be dialled; take it from one of ' +
        "them"
      : undefined;
  }
  return to.config.clientAuth ? whyKeptOut(from, to) : undefined;
}

/** Why a service that is not for everybody does not let a node in, in words. */
function whyKeptOut(
  { node, config }: OnionEnd,
  { node: host }: OnionEnd,
): string | undefined {
  if (config.controlPort === null) {
    return `"clientAuth" of "${host.name}" lets in only who has a ` +
      `"controlPort"; give "${node.name}" one`;
  }
  const strange = [node, host]
    .find(({ publicKey }) => !publicKey.startsWith(ED25519));
  return strange &&
    `"clientAuth" of "${host.name}" takes ed25519 keys at both ends, which ` +
      `that of "${strange.name}" is not`;
}

/** A service that is for nobody is a mistake, and Tor would not make it. */
export function emptyService({ node }: OnionEnd): string {
  return `"clientAuth" of "${node.name}" lets nobody in: no other node has ` +
    'both an "onion" that may dial it, with a "controlPort", and an ed25519 ' +
    "key";
}
