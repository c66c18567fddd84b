import type {
  LinkStatus,
  PeerStatus,
  RoleStatus,
  SaidStatus,
  TransportStatus,
} from "../control/status-shape.ts";
import { describeRestart } from "../control/describe-changes.ts";
import { printable } from "../text.ts";
import type { Colours, Health } from "./colours.ts";
import { fit, fold } from "./columns.ts";
import { count } from "./count.ts";
import { bytes, duration, latency } from "../quantities.ts";

/** Columns of a name. */
const NAME = 16;

/** Where what belongs to a name begins: behind a dot and the name. */
const INDENT = NAME + 3;

/** Links that have ended which are shown. */
const CLOSINGS = 3;

/** Seconds by which two clocks may differ before it is worth a word. */
export const SKEW = 5;

/** A status for people, in lines of 80 columns. */
export function statusLines(status: SaidStatus, colours: Colours): string[] {
  const { node, uptime, version, peers, transports = [], roles } = status;
  const { file, fingerprint, restart = [] } = status.configuration;
  const troubles = transports.flatMap(troubleIn);
  return [
    `${colours.bold(node)}, up ${duration(uptime)}, Kōzō ${version}`,
    ...fold(`${file} (${fingerprint})`, 0),
    ...describeRestart(restart).flatMap((text) =>
      fold(text, 0).map((line) => colours.of("doubtful", line))
    ),
    ...troubles.flatMap((text) =>
      fold(text, 0).map((line) => colours.of("bad", line))
    ),
    ...peers.length === 0 ? [] : [""],
    ...peers.flatMap((peer) => peerLines(peer, status.now, colours)),
    ...roles.length === 0 ? [] : ["", colours.of("none", ROLE_HEAD)],
    ...roles.flatMap((role) => roleLines(role, colours)),
  ];
}

function troubleIn({ name, trouble }: TransportStatus): string[] {
  if (trouble === null) return [];
  return [
    `transport ${name}: ${trouble.reason}: ${printable(trouble.message)}`,
  ];
}

function peerLines(peer: PeerStatus, now: number, colours: Colours): string[] {
  const dot = colours.of(healthOf(peer), "●");
  const [first = "", ...rest] = fold(stateOf(peer, now), INDENT);
  const details = [
    ...trafficOf(peer),
    ...peer.closings.length === 0 ? [] : [closingsOf(peer, now)],
  ];
  return [
    `${dot} ${fit(peer.name, NAME)} ${first.slice(INDENT)}`,
    ...rest,
    ...details.flatMap((text) => fold(text, INDENT)),
    ...complaintsOf(peer).flatMap((text) =>
      fold(text, INDENT).map((line) => colours.of("doubtful", line))
    ),
  ];
}

/** How well a peer is, by its colour. */
export function healthOf(peer: PeerStatus): Health {
  switch (peer.state) {
    case "linked":
      return complaintsOf(peer).length === 0 ? "good" : "doubtful";
    case "resting":
      return peer.failure === null ? "none" : "bad";
    case "never":
      return "none";
    case "dialling":
    case "waiting":
      return peer.failure === null ? "doubtful" : "bad";
  }
}

function stateOf(peer: PeerStatus, now: number): string {
  switch (peer.state) {
    case "linked":
      return peer.link === null ? "linked" : linkOf(peer.link, now);
    case "dialling":
      return `not linked, dialling${failureOf(peer)}`;
    case "waiting":
      return peer.nextDial === null
        ? `not linked, it has to dial${failureOf(peer)}`
        : `not linked, next try in ${duration(peer.nextDial)}` +
          failureOf(peer);
    case "resting":
      return `linked when there is a message${failureOf(peer)}`;
    case "never":
      return "never linked: so say the connection policies";
  }
}

function failureOf({ failure }: PeerStatus): string {
  if (failure === null) return "";
  return `: ${failure.reason}: ${printable(failure.message)}`;
}

function linkOf(link: LinkStatus, now: number): string {
  const { since, direction, transport, address, roundTrip } = link;
  const how = direction === "out" ? "dialled" : "it dialled";
  const where = address === null ? transport : `${transport} ${address}`;
  const answer = roundTrip === null ? "no answer" : latency(roundTrip);
  return `linked ${duration(now - since)}, ${how}, ${answer}, ${where}`;
}

function trafficOf({ state, sent, received, waiting }: PeerStatus): string[] {
  if (state !== "linked" && sent.bytes + received.bytes + waiting === 0) {
    return [];
  }
  const queue = waiting === 0 ? "" : `; ${count(waiting, "message")} waiting`;
  return [
    `sent ${count(sent.messages, "message")}, ${bytes(sent.bytes)}; ` +
    `received ${received.messages}, ${bytes(received.bytes)}${queue}`,
  ];
}

function closingsOf({ closings }: PeerStatus, now: number): string {
  const last = closings.slice(-CLOSINGS).reverse()
    .map(({ at, reason }) => `${reason} ${duration(now - at)} ago`);
  return `ended: ${last.join(", ")}`;
}

/** What somebody should look at. */
function complaintsOf(peer: PeerStatus): string[] {
  const { link, drops, twofold } = peer;
  return [
    ...twofold
      ? ["two programs run as this node, with one key: is it a copied card?"]
      : [],
    ...link?.drift
      ? [`runs another configuration: ${printable(link.fingerprint)}`]
      : [],
    ...link === null ? [] : skewOf(link),
    ...link !== null && link.roundTrip === null
      ? ["has not answered a ping"]
      : [],
    ...dropsOf(drops),
  ];
}

function skewOf({ clockSkew }: LinkStatus): string[] {
  if (clockSkew === null || Math.abs(clockSkew) < SKEW) return [];
  return [`its clock is ${describeSkew(clockSkew)}`];
}

/** How far a clock is ahead: `56 years behind`. */
export function describeSkew(seconds: number): string {
  const way = seconds < 0 ? "behind" : "ahead";
  return `${duration(Math.abs(seconds))} ${way}`;
}

function dropsOf(drops: Readonly<Record<string, number>>): string[] {
  const parts = Object.entries(drops)
    .map(([reason, number]) => `${number} ${reason}`);
  return parts.length === 0 ? [] : [`dropped: ${parts.join(", ")}`];
}

const ROLE_HEAD = `  ${fit("role", 30)} ${"state".padEnd(8)}` +
  ["inbox", "handled", "failures"].map((title) => title.padStart(11)).join("");

function roleLines(role: RoleStatus, colours: Colours): string[] {
  const { name, type, state, sandboxed, lastFailure, drops } = role;
  const health = state === "running"
    ? role.failures === 0 ? "good" : "doubtful"
    : "bad";
  const numbers = [role.waiting, role.handled, role.failures]
    .map((number) => String(number).padStart(11)).join("");
  const what = type === name ? name : `${name} (${type})`;
  const title = sandboxed ? `${what}, sandboxed` : what;
  return [
    `${colours.of(health, "●")} ${fit(title, 30)} ${state.padEnd(8)}${numbers}`,
    ...[
      ...lastFailure === null ? [] : [`failed: ${printable(lastFailure)}`],
      ...dropsOf(drops),
    ].flatMap((text) =>
      fold(text, 4).map((line) => colours.of("doubtful", line))
    ),
  ];
}
