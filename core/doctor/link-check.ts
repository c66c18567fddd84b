import { withDeadline } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";
import type { Peer } from "../link/peer.ts";
import { quote } from "../wording.ts";
import type { Observation } from "./finding.ts";
import type { Patient } from "./patient.ts";
import { twofold } from "./twofold.ts";

/** Seconds that a peer may take to answer over the link that there is. */
const PATIENCE = 5;

const STEP = "link";

/** What the running node has of a link, and whether somebody is at its end. */
export async function checkLink(
  patient: Patient,
  signal: AbortSignal,
): Promise<Observation | undefined> {
  const { peer, other } = patient;
  if (peer === undefined) return undefined;
  if (peer.isTwofold) {
    const text = `two programs run as ${quote(other.name)} at once, with one ` +
      "key, and take the link from each other";
    return twofold(STEP, text);
  }
  const { route } = peer;
  if (route === undefined) return notLinked(peer);
  const { transport, channel } = route;
  const how = channel.fromNode.isSelf ? "dialled from here" : "it dialled";
  const text = `linked over ${transport.name}: ${how}`;
  if (await answers(peer, patient, signal)) return { step: STEP, text };
  // It may have ended meanwhile.
  return peer.route === undefined ? notLinked(peer) : {
    step: STEP,
    verdict: "bad",
    cause: "silent",
    text: `${text}, but has not answered within ${PATIENCE} s`,
    advice: `${quote(other.name)} hangs, or has gone from the network: see ` +
      "its log, and start it anew",
  };
}

async function answers(
  peer: Peer,
  { environment }: Patient,
  signal: AbortSignal,
): Promise<boolean> {
  const late = () => new LinkError(LinkReason.Timeout, "no answer to a ping");
  const ask = (limited: AbortSignal) => peer.ping(limited);
  try {
    await withDeadline(environment, PATIENCE, signal, late, ask);
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

function notLinked({ failure }: Peer): Observation {
  const why = failure === undefined
    ? ""
    : `; the last try: ${failure.reason}: ${failure.message}`;
  return { step: STEP, verdict: "doubtful", text: `not linked${why}` };
}
