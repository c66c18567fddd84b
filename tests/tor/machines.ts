import { ROOT } from "../../scripts/support/root.ts";
import { Cabling } from "../support/namespaces.ts";
import type { Network } from "../support/network.ts";

/** The machine that a name server could be on. */
export const NAME_SERVER = "10.77.0.3";

const FORWARD = `${ROOT}/tests/tor/forward.ts`;

/** Deno would look for a newer one; the executable and the task say no, too. */
const QUIETLY = ["env", "DENO_NO_UPDATE_CHECK=1"];

/**
 * Two machines on a network, each with a node and what leads to its Tor, and a
 * name server for both that answers nothing.
 */
export async function makeMachines(): Promise<Cabling> {
  const cabling = await Cabling.lan("porch", "hall", "world");
  for (const machine of ["porch", "hall"]) {
    await cabling.ip(machine, "route", "add", "default", "via", NAME_SERVER);
  }
  return cabling;
}

/** What starts a program on a machine that asks the name server. */
export async function onMachine(
  cabling: Cabling,
  network: Network,
  machine: string,
): Promise<string[]> {
  const file = network.path("resolv.conf");
  await Deno.writeTextFile(file, `nameserver ${NAME_SERVER}\n`);
  // The mounts of `ip netns exec` are its own.
  const bind = `mount --bind "${file}" /etc/resolv.conf && exec "$@"`;
  return [...cabling.inside(machine), "sh", "-c", bind, "sh", ...QUIETLY];
}

/** Something that hands connections on, as a cable does. */
export interface Cable {
  readonly from: string;
  readonly to: string;
  /** The machine that it is on; nothing: the one that the Tors are on. */
  readonly machine?: string;
}

/** Lays cables from machines to the Tors, and from there to machines. */
export async function lay(
  cables: readonly Cable[],
  cabling: Cabling,
  network: Network,
): Promise<void> {
  for (const { from, to, machine } of cables) {
    const inside = machine === undefined ? [] : cabling.inside(machine);
    const cable = network.run([from, to], FORWARD, [...inside, ...QUIETLY]);
    await cable.waitFor("ready");
  }
}
