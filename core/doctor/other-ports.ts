import type { BlockConfig } from "../config/config.ts";
import type { Library } from "../modules/library.ts";
import { atPort, type HostAndPort, hostAndPort } from "../net/host-and-port.ts";
import { isKeyOf } from "../ssh/identity.ts";
import { isOwnHost } from "./host.ts";
import { type Door, knock } from "./knock.ts";
import type { Patient } from "./patient.ts";

/** Ports that are tried where a node does not answer, at most. */
const MOST_PORTS = 6;

/** The address at which a node answers at another port, if it does. */
export async function findElsewhere(
  patient: Patient,
  door: Door,
  place: HostAndPort,
  signal: AbortSignal,
): Promise<string | undefined> {
  const own = await isOwnHost(place.host, patient.environment, signal)
    ? ownPorts(patient)
    : [];
  const ports = otherPorts(patient)
    .filter((port) => port !== place.port && !own.includes(port))
    .slice(0, MOST_PORTS);
  for (const port of ports) {
    const address = atPort(place, port);
    const { channel, hostKey } = await knock(
      patient,
      { ...door, address },
      signal,
    );
    await channel?.close();
    if (hostKey && isKeyOf(patient.other, hostKey)) return address;
  }
  return undefined;
}

/**
 * Ports that a node may listen on: the one that it has been dialled at, the
 * usual ones, and all in the file.
 */
function otherPorts(patient: Patient): number[] {
  const { config: { library, nodes } } = patient;
  const blocks = [...nodes.values()].flatMap(({ transports }) => transports);
  const ports = blocks.flatMap((block) => [
    usualPort(block, library),
    block.options.port,
  ]);
  return numbers([dialledPort(patient), ...ports]);
}

/** Where this node itself listens: nobody else does on the same machine. */
function ownPorts({ config: { library, nodes }, system }: Patient): number[] {
  const blocks = nodes.get(system.self.name)?.transports ?? [];
  return numbers(
    blocks.map((block) => block.options.port ?? usualPort(block, library)),
  );
}

function usualPort({ type }: BlockConfig, { transports }: Library): unknown {
  return transports.get(type)?.info.config.port?.default;
}

/** The port that the link goes to, if this node has dialled. */
function dialledPort({ peer }: Patient): number | undefined {
  const channel = peer?.route?.channel;
  if (!channel?.fromNode.isSelf) return undefined;
  return hostAndPort(channel.address ?? "")?.port;
}

function numbers(ports: readonly unknown[]): number[] {
  return [...new Set(ports.filter((port) => typeof port === "number"))];
}
