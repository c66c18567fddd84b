import type { LinkError } from "../errors.ts";
import { LinkReason } from "../errors.ts";
import type { HostAndPort } from "../net/host-and-port.ts";
import { isOnionName } from "../net/onion-name.ts";
import type { Cause, Observation } from "./finding.ts";

/** What a failure on the way through Tor comes from, and what to do. */
const CAUSES: Partial<Record<LinkReason, readonly [Cause, string]>> = {
  [LinkReason.TorDown]: [
    "tor-down",
    'does Tor run here ("systemctl status tor")? Are "socksProxy" and ' +
    '"controlPort" right, and may this user use the control port?',
  ],
  [LinkReason.TorStarting]: [
    "tor-starting",
    'wait; "journalctl -u tor@default" tells what it waits for',
  ],
  [LinkReason.Unpublished]: [
    "unpublished",
    "is the node up, and its Tor? Is the address right? After a start it " +
    "takes a minute",
  ],
  [LinkReason.ClientAuth]: [
    "client-auth",
    'do both nodes have the same file, and this one a "controlPort"?',
  ],
  [LinkReason.Circuit]: ["circuit", "the next try takes another way"],
  [LinkReason.Refused]: [
    "not-running",
    'start the node there; compare its "port" and "onionPort" with what its ' +
    "Tor was told",
  ],
  [LinkReason.Timeout]: [
    "no-answer",
    "is the node up, and its Tor? Without a control port it may also be that " +
    "Tor is still starting here",
  ],
};

/** What to do about what Tor says of itself, and of this node's own service. */
export function adviceOnOwnTor(reason: LinkReason): string | null {
  switch (reason) {
    case LinkReason.TorDown:
    case LinkReason.TorStarting:
      return CAUSES[reason]?.[1] ?? null;
    case LinkReason.Unpublished:
      return "wait: after a start it takes a minute; if it stays so, see " +
        '"journalctl -u tor@default"';
    default:
      return null;
  }
}

/**
 * Why nobody has answered at an onion address. Nothing is probed: the name is
 * for Tor alone to know.
 *
 * @returns nothing when the address is another
 */
export function explainTor(
  place: HostAndPort | undefined,
  error: LinkError | undefined,
): Observation | undefined {
  if (place === undefined || !isOnionName(place.host)) return undefined;
  const text = error?.message ?? "it could not be dialled";
  const [cause, advice] = (error && CAUSES[error.reason]) ?? ["lost", null];
  return { step: "connection", verdict: "bad", cause, text, advice };
}
