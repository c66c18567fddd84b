import { Buffer } from "node:buffer";
import { encodeBase32, type OnionKey } from "kozo";
import type { ClientKey } from "./client-key.ts";

/** A service as Tor is told of it. */
export interface ServiceOrder {
  readonly key: OnionKey;
  /** The port that others see. */
  readonly onionPort: number;
  /** Where it leads to. */
  readonly target: string;
  /** Who may use it; nothing: everybody who knows its address. */
  readonly clients: readonly ClientKey[] | undefined;
}

/**
 * Connections that may come over one circuit, which would else be without end
 * for one who wants to take all places. A node needs one for each dial; where
 * the system leads its dials through Tor, several may share a circuit.
 */
const MAX_STREAMS = 4;

/** Has Tor make an onion service, as long as the connection lasts. */
export function addService(
  { key, onionPort, target, clients }: ServiceOrder,
): string {
  const flags = [
    "DiscardPK",
    "MaxStreamsCloseCircuit",
    ...clients === undefined ? [] : ["V3Auth"],
  ];
  return [
    `ADD_ONION ED25519-V3:${Buffer.from(key.expanded).toString("base64")}`,
    `Flags=${flags.join(",")}`,
    `MaxStreams=${MAX_STREAMS}`,
    `Port=${onionPort},${target}`,
    ...(clients ?? []).map(({ publicKey }) =>
      `ClientAuthV3=${encodeBase32(publicKey).toUpperCase()}`
    ),
  ].join(" ");
}

/** Gives Tor the key by which a service of another node lets this one in. */
export function addClientKey(address: string, { secret }: ClientKey): string {
  const key = Buffer.from(secret).toString("base64");
  return `ONION_CLIENT_AUTH_ADD ${idOf(address)} x25519:${key}`;
}

/** Has Tor forget the key again. */
export function removeClientKey(address: string): string {
  return `ONION_CLIENT_AUTH_REMOVE ${idOf(address)}`;
}

/** What Tor calls a service: its address without the ending. */
export function idOf(address: string): string {
  return address.replace(/\.onion$/i, "");
}
