import { Network } from "./network.ts";

/** Seconds between the heartbeats of a {@link makeLocalnet localnet}. */
export const HEARTBEAT = 1;

/** Seconds between the tries to connect in a {@link makeLocalnet localnet}. */
export const CONNECTION_RETRY = 3;

/** What the log of node3 has of each tick that went all the way. */
export const CUCKOO_LINE = /<cuckoo@node2> Cuckoo received message.*\n/;

/**
 * The localnet of 2014, in haste: node1 ticks, node2 is a cuckoo and node3
 * writes down what both log, each line behind its time in whole seconds.
 */
export function makeLocalnet(): Promise<Network> {
  const logger = { file: "node3.log", nodeRestrict: "*", timePrefix: "%s " };
  return Network.make({
    node1: { roles: { timer1: { type: "timer", tick: 0.2 } } },
    node2: { roles: { cuckoo: { timer: "timer1" } }, roleStorage: "storage" },
    node3: { roles: { logger } },
  }, { heartbeat: HEARTBEAT, connectionRetry: CONNECTION_RETRY });
}
